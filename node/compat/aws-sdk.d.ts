/**
 * A stand-in for `@aws-sdk/cloudfront-signer` 3.1166.0: change the import and nothing else. URLs,
 * cookies and errors are the same to the byte, but a key is read once and not with every call.
 *
 * So what surprises in the original is here too: the path of a URL is decoded and encoded anew, a
 * number is a time in milliseconds, and a `*` in a URL without a policy is signed with a canned
 * policy, which CloudFront then takes for no wildcard. `Signer` of `cfsign` does none of this.
 */

/** The hash algorithm of the signature. */
export type CloudfrontSignerAlgorithm = 'SHA1' | 'SHA256'

/** Who signs, and with what. */
export type CloudfrontSignerCredentials = {
  /** The key pair ID: CloudFront's ID of the public key. */
  keyPairId: string
  /** The private key as PEM. */
  privateKey: string | Buffer
  /** The passphrase of an encrypted key. */
  passphrase?: string
  /** `SHA1` unless given; `SHA256` is sent along as `Hash-Algorithm`. */
  algorithm?: CloudfrontSignerAlgorithm
}

/** A canned policy, or a custom one if a start or an address is given. */
export type CloudfrontSignInputWithParameters = CloudfrontSignerCredentials & {
  /** The URL to sign. */
  url: string
  /** When the grant ends; a number is in milliseconds. */
  dateLessThan: string | number | Date
  /** When the grant begins; a number is in milliseconds. What is no date is ignored. */
  dateGreaterThan?: string | number | Date
  /** The viewer's IPv4 address or range. */
  ipAddress?: string
  /** Not together with dates and addresses. */
  policy?: never
}

/** A custom policy as JSON, which is signed byte for byte. */
export type CloudfrontSignInputWithPolicy = CloudfrontSignerCredentials & {
  /** The URL to sign; the `Resource` of the first statement unless given. Cookies need none. */
  url?: string
  /** The policy as JSON. */
  policy: string
  /** Stands in the policy. */
  dateLessThan?: never
  /** Stands in the policy. */
  dateGreaterThan?: never
  /** Stands in the policy. */
  ipAddress?: never
}

/** What both functions take. */
export type CloudfrontSignInput = CloudfrontSignInputWithParameters | CloudfrontSignInputWithPolicy

/** @deprecated Use `CloudfrontSignInput`. */
export type CloudfrontSignInputBase = {
  url: string
  keyPairId: string
  privateKey: string | Buffer
  passphrase?: string
  dateLessThan?: string
  ipAddress?: string
  dateGreaterThan?: string
}

/** Cookies by name. */
export interface CloudfrontSignedCookiesOutput {
  /** The key pair ID as given. */
  'CloudFront-Key-Pair-Id': string
  /** The signature in CloudFront's Base64. */
  'CloudFront-Signature': string
  /** With a canned policy: its end in epoch seconds. */
  'CloudFront-Expires'?: number
  /** With a custom policy: the policy in CloudFront's Base64. */
  'CloudFront-Policy'?: string
  /** `SHA256`, if that was asked for. */
  'CloudFront-Hash-Algorithm'?: string
}

/** Signs a URL. */
export declare function getSignedUrl(input: CloudfrontSignInput): string

/** Makes signed cookies. */
export declare function getSignedCookies(input: CloudfrontSignInput): CloudfrontSignedCookiesOutput
