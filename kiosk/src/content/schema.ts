export {
  type ContentBundle as Bundle,
  type ContentSounds as Sounds,
  contentBundleSchema as bundleSchema,
  isShownIn,
  type LocalText,
  type Story,
} from '@kringwijzer/contract';
