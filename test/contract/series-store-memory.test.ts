import { describeSeriesStore } from './series-store/describe-store.ts';
import { ModelStore } from './series-store/model-store.ts';

describeSeriesStore('brute-force model', async (options) => {
  const store = new ModelStore(options);
  return { open: async () => store, cleanUp: async () => undefined };
});
