/**
 * Creates and verifies Amazon CloudFront signed URLs and signed cookies.
 *
 * ```js
 * import { Policy, Signer } from 'cfsign'
 *
 * const signer = Signer.fromFile('private_key.pem', { keyPairId: 'K2JCJMDEHXQW5F' })
 * const url = signer.signUrl('https://d111111abcdef8.cloudfront.net/report.pdf', {
 *   expires: new Date(Date.now() + 3600_000),
 * })
 * ```
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
 * @packageDocumentation
 */

import type { KeyObject } from 'node:crypto'

/**
 * A point in time: a Date, ISO 8601 with its offset, or epoch **seconds**. Milliseconds are refused, and so are
 * days that no calendar has and epoch seconds in a text.
 */
export type Time = Date | string | number

/** A key: PEM in any usual form, DER, or a KeyObject of `node:crypto`. */
export type Key = string | Uint8Array | KeyObject

/** SHA-1 is CloudFront's default; SHA-256 adds `Hash-Algorithm` to the URL or the cookies. */
export type HashAlgorithm = 'SHA1' | 'SHA256'

/** The public keys of a trusted key group, by their key pair IDs. */
export type PublicKeys = TrustedKeyGroup | Record<string, Key | PublicKey>

/** How a signer is made. */
export interface SignerOptions {
  /** The ID that CloudFront gave the public key; it begins with `K`. */
  keyPairId: string
  /** The passphrase of an encrypted key. */
  passphrase?: string | Uint8Array | undefined
  /** `SHA1` if nothing is said. */
  hashAlgorithm?: HashAlgorithm | undefined
}

/** What a URL is signed with: an end, or a policy that covers it. */
export type Terms = { expires: Time; policy?: undefined } | { policy: Policy; expires?: undefined }

/** What a batch takes beside its terms. */
export interface BatchOptions {
  /** Ends the batch early, or the stream even while its source waits, with the reason of the signal. */
  signal?: AbortSignal | undefined
  /** The most threads that sign; all cores, if nothing is said. */
  threads?: number | undefined
  /**
   * Is told how many URLs or policies are done, at most ten times a second and at the end. A stream counts all that it has
   * signed. An exception in it ends the batch, and is what the promise is rejected with.
   */
  onProgress?: ((done: number) => void) | undefined
}

/** Signs URLs and cookies with a private key that is parsed once. It never changes. */
export class Signer {
  private constructor()
  /**
   * A signer from the private key itself: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8, also as
   * environment variables and secret stores leave it: `\n` for line breaks, Base64 of the whole, JSON.
   *
   * Copies that are made of the key and the passphrase are wiped; the caller's own bytes stay as they are.
   *
   * @throws {InvalidKeyError} with what was found in its place
   */
  static fromPem(privateKey: Key, options: SignerOptions): Signer
  /** A signer from a file with the private key, read once; what was read is wiped. */
  static fromFile(path: string | URL, options: SignerOptions): Signer
  /** The ID of the public key that CloudFront verifies with. */
  readonly keyPairId: string
  /** The hash that is signed. */
  readonly hashAlgorithm: HashAlgorithm
  /** The kind of the key, such as `RSA 2048` or `ECDSA P-256`. */
  readonly keyType: string
  /**
   * `url` signed until `expires` with a canned policy, or under `policy`.
   *
   * The URL is signed and returned byte for byte. One that clients would rewrite on the way is refused,
   * with its corrected form in `suggestion`.
   *
   * @throws {InvalidInputError}
   */
  signUrl(url: string, options: Terms): string
  /**
   * Every URL signed as {@link signUrl} does, in order, on all cores and off the event loop.
   *
   * The first URL that is refused rejects, with its place in `index`. A wrong type rejects before anything is signed.
   */
  signUrls(urls: readonly string[], options: Terms & BatchOptions): Promise<string[]>
  /** The same; where a URL is refused, its error stands in its place. */
  trySignUrls(
    urls: readonly string[],
    options: Terms & BatchOptions,
  ): Promise<Array<string | CfsignError>>
  /**
   * Every URL signed until a time, or under a policy, of its own, as {@link signUrls} signs many on the same terms.
   *
   * @example
   * await signer.signUrlsEach([{ url, expires: expiresIn(60) }, { url: other, policy }])
   */
  signUrlsEach(urls: ReadonlyArray<Terms & { url: string }>, options?: BatchOptions): Promise<string[]>
  /** The same; where a URL or its time is refused, the error stands in its place. */
  trySignUrlsEach(
    urls: ReadonlyArray<Terms & { url: string }>,
    options?: BatchOptions,
  ): Promise<Array<string | CfsignError>>
  /**
   * Signs what an iterable brings, a batch at a time: millions, in constant memory. The first URL that is refused
   * ends it, after those before it, with its place in the whole of the stream in `index`.
   */
  signUrlStream(
    urls: Iterable<string> | AsyncIterable<string>,
    options: Terms & BatchOptions,
  ): AsyncGenerator<string, void, undefined>
  /** `policy` signed for cookies. */
  signCookies(policy: Policy): SignedCookies
  /**
   * Every policy signed for cookies, in order, on all cores and off the event loop. The first that is refused
   * rejects, with its place in `index`.
   */
  signCookiesEach(policies: readonly Policy[], options?: BatchOptions): Promise<SignedCookies[]>
  /** The same; where a policy is refused, its error stands in its place. */
  trySignCookiesEach(policies: readonly Policy[], options?: BatchOptions): Promise<Array<SignedCookies | CfsignError>>
  /** `policy` signed once, to be put on any number of URLs at the speed of copying. */
  grant(policy: Policy): Grant
  /** Every policy signed once, as {@link grant} does; the rest is as for {@link signCookiesEach}. */
  grants(policies: readonly Policy[], options?: BatchOptions): Promise<Grant[]>
  /** The same; where a policy is refused, its error stands in its place. */
  tryGrants(policies: readonly Policy[], options?: BatchOptions): Promise<Array<Grant | CfsignError>>
  /** `url` signed under a policy text of the caller's, signed and sent as it is, and unchecked. */
  signUrlWithRawPolicy(url: string, policy: string): string
  /**
   * Every URL signed under a policy text of the caller's, as {@link signUrlWithRawPolicy} does: it is signed once for
   * all of them. The rest is as for {@link signUrls}.
   */
  signUrlsWithRawPolicy(urls: readonly string[], policy: string, options?: BatchOptions): Promise<string[]>
  /** A policy text of the caller's, signed for cookies as it is, and unchecked. */
  signCookiesWithRawPolicy(policy: string): SignedCookies
  /** The bare signature: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA. */
  signMessage(message: string | Uint8Array): Buffer
}

/** A signed policy, ready to be put on URLs. */
export class Grant {
  private constructor()
  /** `url` with the signing parameters; refused where the policy does not cover it. */
  signUrl(url: string): string
  /** The signing parameters as a query string, without `?` or `&` before them. */
  readonly query: string
  /** The policy that was signed. */
  readonly policy: Policy
  /** The same grant as cookies. */
  cookies(): SignedCookies
}

/** The conditions of a policy. */
export interface PolicyConditions {
  /** When access ends. */
  dateLessThan: Time
  /** When access begins. */
  dateGreaterThan?: Time | undefined
  /** One IPv4 address or range of viewers, as in `192.0.2.0/24`. */
  ipAddress?: string | undefined
  /** Whether the policy is sent even where an expiry alone would do. */
  alwaysCustom?: boolean | undefined
}

/** What may be fetched, until when, from when on, and from where. */
export class Policy {
  /** A policy for one exact URL, or for a pattern if `resource` has a `*`. */
  constructor(resource: string, conditions: PolicyConditions)
  /** A policy for a pattern: `*` stands for any characters, `?` for one. */
  static pattern(pattern: string, conditions: PolicyConditions): Policy
  /** A policy for everything below the URL `prefix`, in which no character is a wildcard. */
  static below(prefix: string, conditions: PolicyConditions): Policy
  /** The URL or the pattern. */
  readonly resource: string
  /** The end, in epoch seconds. */
  readonly dateLessThan: number
  /** The beginning, in epoch seconds. */
  readonly dateGreaterThan: number | undefined
  /** The range of viewer addresses. */
  readonly ipAddress: string | undefined
  /** Whether it is sent as an expiry alone. */
  readonly isCanned: boolean
  /** Whether `url` may be fetched under this policy, times and addresses aside. */
  covers(url: string): boolean
  /** The policy document that is signed. */
  toText(): string
}

/** What a browser is told to do with cookies. */
export interface CookieAttributes {
  /** As {@link sharedCookieDomain} finds it; null or nothing is for the host that sets them. */
  domain?: string | null | undefined
  /** `/` if nothing is said. */
  path?: string | undefined
  /** True if nothing is said. */
  secure?: boolean | undefined
  /** True if nothing is said. */
  httpOnly?: boolean | undefined
  /** `Lax` if nothing is said; null leaves it out. */
  sameSite?: 'Lax' | 'None' | 'Strict' | null | undefined
  /** In seconds; the browser's session, if nothing is said. */
  maxAge?: number | undefined
}

/** Signed cookies: their names and values as properties. Values are to be sent as they are. */
export class SignedCookies {
  private constructor()
  readonly [name: `CloudFront-${string}`]: string
  /** The values of the `Set-Cookie` headers; refused where browsers would drop or not send them. */
  setCookieLines(attributes?: CookieAttributes): string[]
  /** The value of a `Cookie` header. */
  cookieHeader(): string
}

/** The values of the `Set-Cookie` headers that remove all five cookies. */
export function clearCookieLines(attributes?: CookieAttributes): string[]

/**
 * The Domain with which a page on `appHost` sets cookies that go to `cdnHost` too; null where both are one
 * host.
 *
 * @throws {InvalidInputError} where there is none, as for a distribution without an alternate domain name
 */
export function sharedCookieDomain(appHost: string, cdnHost: string): string | null

/** The ways in which edges differ from CloudFront, and the cache. */
export interface VerifierOptions {
  /** How many signatures that were right are kept. */
  cacheSize?: number | undefined
  /** Lets requests through in the very second of `DateLessThan`, too; strict is "before". */
  validAtItsEnd?: boolean | undefined
  /** Lets requests through in the very second of `DateGreaterThan`, too; strict is "after". */
  validAtItsStart?: boolean | undefined
  /** Refuses requests with `Expires` beside `Policy`, which CloudFront takes, going by the policy. */
  refuseExpiresBesidePolicy?: boolean | undefined
  /** Takes `EpochTime` for `AWS:EpochTime`, as edges do that serve such URLs themselves. */
  epochTimeWithoutPrefix?: boolean | undefined
  /** Takes the host in small letters, however the client wrote it. */
  ignoreHostCase?: boolean | undefined
}

/** What else is known of a request. */
export interface RequestDetails {
  /** A Cookie header, or an object of cookies as frameworks have it. */
  cookies?: string | Record<string, string | undefined> | undefined
  /** Where the viewer comes from. */
  viewerIp?: string | undefined
  /** The clock's time, if nothing is said. */
  now?: Time | undefined
}

/** A request that is let through, and why. */
export interface Allowed {
  /** Where the signature was: in the URL or in cookies. */
  credential: 'url' | 'cookies'
  /** The ID of the key that signed. */
  keyPairId: string
  /** The hash that was signed. */
  hashAlgorithm: HashAlgorithm
  /** Whether the policy was an expiry alone. */
  isCanned: boolean
  /** What the policy is for. Nothing where the policy leaves it out and means every file. */
  resource?: string
  /** When access ends, in epoch seconds. */
  expires: number
  /** The URL without the signing parameters: what the origin should get. */
  originUrl: string
}

/** A trusted key group: public keys by their key pair IDs, read once. An object of the same can stand for it. */
export class TrustedKeyGroup {
  /** @throws {InvalidKeyError} for a key that is no public key, or an ID that is none */
  constructor(keys: Record<string, Key | PublicKey>)
  readonly keyPairIds: string[]
}

/** Lets requests through or refuses them, as a distribution with a trusted key group does. */
export class Verifier {
  constructor(keys: PublicKeys, options?: VerifierOptions)
  /** @throws {AccessDeniedError} with the one reason in `kind` */
  verify(url: string, request?: RequestDetails): Allowed
  /**
   * The same for a request as a server has it: `https`, the value of `Host`, and the target of the request line. A
   * client chooses the last two, and neither may reach into the other, as they could in a URL made of them.
   *
   * @throws {AccessDeniedError} with the one reason in `kind`
   */
  verifyRequest(
    request: { scheme: 'http' | 'https'; host: string; target: string } & RequestDetails,
  ): Allowed
  /** Every check, and what was probably meant. */
  explain(url: string, request?: RequestDetails & { otherHosts?: readonly string[] | undefined }): Explanation
}

/** Why CloudFront lets a request for `url` through or refuses it. `String()` of it is for people. */
export function explain(
  url: string,
  keys: PublicKeys,
  request?: RequestDetails & { otherHosts?: readonly string[] | undefined },
): Explanation

export interface Explanation {
  allowed: boolean
  /** The word for the reason, such as `expired`. */
  code?: string
  message?: string
  cloudfrontError?: CloudFrontError
  checks: Check[]
  findings: Finding[]
  /** The policy that the signature must be over. */
  signedText?: string
  toString(): string
}

/** CloudFront's own code and message. */
export interface CloudFrontError {
  code: string
  message: string
  /** The XML that viewers get; only errors have it. */
  body?: string
}

/** One thing that is checked, and how it ended. */
export interface Check {
  /** The stable word for what is checked, such as `signature`. */
  code: string
  /** How it ended; checks after one that failed may not be reached. */
  outcome: 'passed' | 'failed' | 'not-reached'
  /** The stable word for why it failed, such as `expired`. */
  reason?: string
  /** What was found: no signature, but perhaps a path or a host. */
  found: string
  /** What was wanted. */
  wanted: string
  /** What to do where it failed; empty otherwise. */
  advice: string
}

/** One thing that is probably wrong, and what to do about it. */
export interface Finding {
  /** The stable word for it, such as `query-added`. */
  code: string
  /** What was found, for people. */
  message: string
  /** What to do. */
  advice: string
}

/** What a browser does with the `Set-Cookie` lines of a page; nothing where all is well. */
export function judgeSetCookie(
  lines: readonly string[],
  where: { pageOrigin: string; resourceUrl: string; now?: Time | undefined },
): Finding[]

/** Who answered a request, and what it means. */
export interface ResponseOrigin {
  code: string
  layer: 'cloudfront' | 's3' | 'kms' | 'waf' | 'other-edge' | 'unknown'
  meaning: string
  advice: string
}

/** Who answered, from the body of the answer, its status and its headers. */
export function classifyResponse(
  body: string,
  details?: {
    status?: number | undefined
    headers?: Headers | Map<string, string> | Record<string, unknown> | undefined
  },
): ResponseOrigin

/** Builds a URL that can be signed from names as people write them; everything is encoded once. */
export class UrlBuilder {
  /** `origin` is the scheme and host of the distribution. */
  constructor(origin: string)
  /** Appends a raw path, such as an S3 key; its slashes separate segments. */
  path(raw: string): UrlBuilder
  /** Appends one raw name; a slash in it is encoded. */
  segment(raw: string): UrlBuilder
  /** Appends a query parameter. */
  query(name: string, value: string): UrlBuilder
  /** Asks S3 to send the file as a download of that name. */
  downloadAs(name: string): UrlBuilder
  /** Asks S3 to send the file to be shown, and saved under that name. */
  showAs(name: string): UrlBuilder
  /** The URL, ready to be signed. */
  build(): string
  /** The pattern for everything below, for {@link Policy.pattern}. */
  buildBelow(): string
}

/** A URL from the plain text of its parts. */
export function buildUrl(
  origin: string,
  path?: string,
  options?: {
    query?: Record<string, string> | Iterable<readonly [string, string]> | undefined
    downloadAs?: string | undefined
    showAs?: string | undefined
  },
): string

/**
 * The epoch second `seconds` after now, rounded up to a multiple of `bucket`, so that a URL signed until
 * then stays the same while browsers keep it.
 */
export function expiresIn(seconds: number, options?: { bucket?: number | undefined; now?: Time | undefined }): number

/** A private key by itself, for messages that are no URLs. */
export class PrivateKey {
  /**
   * Reads a key in any form that {@link Signer.fromPem} takes, and wipes its copies of it.
   *
   * @throws {InvalidKeyError} with what was found in its place
   */
  constructor(privateKey: Key, passphrase?: string | Uint8Array)
  /** The kind of the key, such as `RSA 2048` or `ECDSA P-256`. */
  readonly keyType: string
  /** The bare signature: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA. With `SHA1` if nothing is said. */
  sign(message: string | Uint8Array, hashAlgorithm?: HashAlgorithm): Buffer
  /** The public key that belongs to it. */
  publicKey(): PublicKey
}

/** A public key: what CloudFront holds. */
export class PublicKey {
  constructor(publicKey: Key)
  readonly keyType: string
  verify(message: string | Uint8Array, signature: Uint8Array, hashAlgorithm?: HashAlgorithm): boolean
  toPem(): string
  toDer(): Buffer
}

/** A new key pair in PEM. */
export function generateKeyPair(keyType?: 'ecdsa' | 'rsa'): { privateKey: string; publicKey: string }

/** CloudFront's Base64, which has `-`, `~` and `_` for `+`, `/` and `=`. */
export function base64Encode(data: string | Uint8Array): string
export function base64Decode(encoded: string): Buffer

/** What every error of this package is; wrong types are TypeErrors. */
export class CfsignError extends Error {
  /** `ERR_CFSIGN_` and the kind in capitals. */
  readonly code: string
  /** The stable word for what went wrong, such as `url-scheme`. */
  readonly kind: string
  /** The corrected form of what was refused, where there is one. */
  readonly suggestion?: string
  /** The place in the list, for errors about one URL of many. */
  readonly index?: number
}

/** A key, a passphrase or a key pair ID. */
export class InvalidKeyError extends CfsignError {}

/** A URL, a policy, a time, an address or a cookie attribute. */
export class InvalidInputError extends CfsignError {}

/** CloudFront would refuse the request. */
export class AccessDeniedError extends CfsignError {
  readonly cloudfrontError?: CloudFrontError
}

/** The signature could not be made, or was withheld because it was wrong. */
export class InternalError extends CfsignError {}

/** The version of this package. */
export const version: string
