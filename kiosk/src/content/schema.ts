export {
  type ContentBundle as Bundle,
  contentBundleSchema as bundleSchema,
  type LocalText,
  type Story,
} from '@kringwijzer/contract';
