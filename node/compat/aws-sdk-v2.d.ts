/**
 * A stand-in for `CloudFront.Signer` of `aws-sdk` 2.1693.0: URLs, cookies and errors are the same to
 * the byte, but a key is read once and not with every call.
 *
 * So what surprises in the original is here too: the query is encoded anew after the URL was signed,
 * all white space is taken out of a policy, and a `*` in a URL without a policy is signed with a
 * canned policy, which CloudFront then takes for no wildcard. `Signer` of `cfsign` does none of this.
 */
export declare class CloudFront {
  /** There is no client for the CloudFront API here. */
  private constructor()
}

export declare namespace CloudFront {
  /** Signs with one private key. */
  class Signer {
    /**
     * @param keyPairId - the key pair ID: CloudFront's ID of the public key
     * @param privateKey - the private key as PEM
     */
    constructor(keyPairId: string, privateKey: string)

    /** Makes signed cookies with a custom policy. */
    getSignedCookie(options: Signer.SignerOptionsWithPolicy): Signer.CustomPolicy
    /** Makes signed cookies with a canned policy. */
    getSignedCookie(options: Signer.SignerOptionsWithoutPolicy): Signer.CannedPolicy
    /** Makes signed cookies with a custom policy, and calls back before it returns. */
    getSignedCookie(
      options: Signer.SignerOptionsWithPolicy,
      callback: (err: Error, cookie: Signer.CustomPolicy) => void,
    ): void
    /** Makes signed cookies with a canned policy, and calls back before it returns. */
    getSignedCookie(
      options: Signer.SignerOptionsWithoutPolicy,
      callback: (err: Error, cookie: Signer.CannedPolicy) => void,
    ): void

    /** Signs a URL; of an `rtmp:` URL, the stream name. */
    getSignedUrl(options: Signer.SignerOptionsWithPolicy | Signer.SignerOptionsWithoutPolicy): string
    /** Signs a URL, and calls back before it returns. */
    getSignedUrl(
      options: Signer.SignerOptionsWithPolicy | Signer.SignerOptionsWithoutPolicy,
      callback: (err: Error, url: string) => void,
    ): void
  }

  namespace Signer {
    /** A custom policy; `getSignedUrl` needs the `url` with it. */
    export interface SignerOptionsWithPolicy {
      /** The policy as JSON. */
      policy: string
    }

    /** A canned policy. */
    export interface SignerOptionsWithoutPolicy {
      /** The URL to sign. */
      url: string
      /** When the grant ends, in epoch seconds. */
      expires: number
    }

    /** Cookies with a custom policy. */
    export interface CustomPolicy {
      'CloudFront-Policy': string
      'CloudFront-Key-Pair-Id': string
      'CloudFront-Signature': string
    }

    /** Cookies with a canned policy. */
    export interface CannedPolicy {
      'CloudFront-Expires': number
      'CloudFront-Key-Pair-Id': string
      'CloudFront-Signature': string
    }
  }
}
