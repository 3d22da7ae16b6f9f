// The module that CloudFront's runtime 2.0 brings, as far as handlers here use it.
declare module "cloudfront" {
  interface KeyValueStore {
    /** @throws where the key is not there */
    get(key: string): Promise<string>;
  }
  const cf: { kvs(): KeyValueStore };
  export default cf;
}
