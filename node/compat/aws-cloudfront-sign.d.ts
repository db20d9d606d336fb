/**
 * A stand-in for `aws-cloudfront-sign` 3.0.2: URLs, cookies and errors are the same to the byte, but a
 * key is read once and not with every call.
 *
 * So what surprises in the original is here too: the policy is always a custom one, times are in
 * milliseconds, and the URL is normalized after it was signed. `Signer` of `cfsign` does none of this.
 */

interface SignatureOptions {
  /** The key pair ID: CloudFront's ID of the public key. */
  keypairId: string
  /** When the grant ends, in milliseconds; in half an hour unless given. */
  expireTime?: number
  /** The viewer's IPv4 address or range. */
  ipRange?: string
  /** The private key as PEM. */
  privateKeyString?: string
  /** The file of the private key, which is read with every call and wins over the string. */
  privateKeyPath?: string
}

/** Signs a URL. */
export declare function getSignedUrl(cfUrl: string, params: SignatureOptions): string

/** Throws: CloudFront serves RTMP no more. */
export declare function getSignedRTMPUrl(): void

/** Makes signed cookies. */
export declare function getSignedCookies(cfUrl: string, params: SignatureOptions): Record<string, string>

/** Writes the policy that the functions above sign. */
declare class Policy {
  #private
  url: string
  expireTime: number
  ipRange: string
  /** @param expireTime - in milliseconds; the property is in seconds */
  constructor(url: string, expireTime: number, ipRange?: string)
  /** The policy as JSON. */
  toJSON(): string
}

export declare namespace CannedPolicy {
  export { Policy as default }
}

export {}
