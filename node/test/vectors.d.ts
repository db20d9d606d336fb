// The types of vectors.js: what the files of tests/vectors have in their cases.

type Hash = 'SHA1' | 'SHA256'

/** What a package signed. */
interface Signing {
  id: string
  peer: string
  operation: string
  key: string
  key_pair_id: string
  hash_algorithm: Hash
  hash_algorithm_sent?: boolean
  /** Not there where it stands in `raw_policy`. */
  url: string
  date_less_than: number
  policy: string
  raw_policy?: string
  custom: boolean
  plain: boolean
  signature_base64: string
  signed_url: string
  cookies?: Record<string, string>
  peer_arguments?: { passphrase?: string | object }
}

interface Conditions {
  date_less_than: number
  date_greater_than?: number
  ip_address?: string
}

interface CookieAttributes {
  domain?: string | null
  path?: string
  same_site?: 'Lax' | 'None' | 'Strict'
  max_age?: number
  secure?: boolean
  http_only?: boolean
}

export interface Cookies extends Conditions, CookieAttributes {
  id: string
  operation: 'set_cookie' | 'cookie_domain'
  policy_resource: string
  attributes: string
  app_host: string
  cdn_host: string
}

export interface Refused extends Conditions, CookieAttributes {
  id: string
  operation: string
  error: string
  suggestion?: string
  url: string
  policy_resource?: string
  raw_policy: string
  key_pair_id: string
  app_host: string
  cdn_host: string
}

export interface Url {
  id: string
  operation: string
  origin: string
  path?: string
  paths?: string[]
  segments?: string[]
  query?: [string, string][]
  download_as?: string
  show_as?: string
  url: string
  resource: string
  covers: boolean
  error?: string
}

export interface Key {
  id: string
  file: string
  text?: string
  transform: string
  kind: 'private' | 'public'
  passphrase?: string
  key_kind: string
  public_key_spki_base64: string
  error?: string
}

type Difference =
  | 'valid-at-its-end'
  | 'valid-at-its-start'
  | 'refuse-expires-beside-policy'
  | 'epoch-time-without-prefix'
  | 'ignore-host-case'

interface Verdict {
  id: string
  rule: string
  url: string
  now: number
  keys: Record<string, string>
  cookies?: string[]
  viewer_ip?: string
  options?: Difference[]
  verdict: string
  reason?: string
  origin_url?: string
}

type Files = {
  cookies: Cookies
  refused: Refused
  urls: Url
  keys: Key
  verify: Verdict
  base64: { id: string; hex: string; base64: string }
  rfc6979: { id: string; private_key_pem: string; message: string; hash_algorithm: Hash; signature_der_hex: string }
  errors: { id: string; code: string; class: 'input' | 'key' | 'denied' | 'internal' }
} & Record<SigningFile, Signing>

type SigningFile =
  | 'botocore'
  | 'botocore_ecdsa'
  | 'boto2'
  | 'm2crypto'
  | 'aws_sdk_js_v3'
  | 'aws_sdk_js_v2'
  | 'aws_cloudfront_sign'

export declare const root: string
export declare function key(name: string): Buffer
export declare function cases<Name extends keyof Files>(name: Name): Files[Name][]
export declare function run<Name extends keyof Files>(
  name: Name,
  check: (vector: Files[Name]) => void,
  least: number,
): void
export type { CookieAttributes, Conditions, Signing, SigningFile, Verdict }
