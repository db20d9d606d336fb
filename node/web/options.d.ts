import type { CookieAttributes, PublicKeys, Signer, Time, Verifier } from '../index.js'

/** Who gets signed cookies, and for what. */
export interface SignedCookiesOptions<Request> {
  signer: Signer
  /** The distribution as viewers know it: `https://cdn.example.com`. */
  origin: string
  /**
   * What the cookies open: a path with wildcards such as `/course/7/*`, or a function that finds it. A `*` or `?` in
   * what the function puts in would be a wildcard too: put in IDs, not names that users chose.
   */
  resource: string | ((request: Request) => string)
  /** How long they open it, in **seconds**. */
  expiresIn: number
  /** New cookies are set when the old ones last no longer than this, in seconds; a quarter of `expiresIn`. */
  renewBefore?: number | undefined
  /** Whether who sent this request may have them. Asked at every request that passes here. */
  allows: (request: Request) => boolean | Promise<boolean>
  /** The host that browsers see, where a proxy before this server hides it. */
  appHost?: string | undefined
  /** Path, SameSite, Max-Age and so on. The Domain is found unless it is given. */
  cookies?: CookieAttributes | undefined
}

/** Where protected downloads are. */
export interface SignedRedirectOptions {
  signer: Signer
  /** The distribution as viewers know it: `https://cdn.example.com`. */
  origin: string
  /** How long the URL can be used, in seconds; 60 if nothing is said. */
  expiresIn?: number | undefined
}

/** How one file is sent. */
export interface DownloadOptions {
  /** The browser saves it under this name. */
  downloadAs?: string | undefined
  /** The browser shows it, and saves it under this name if asked to. */
  showAs?: string | undefined
  /** More query parameters, as plain text. */
  query?: Record<string, string> | undefined
  /** When the URL ends, if not after the seconds of `expiresIn`. */
  expires?: Time | undefined
}

/** Whose signatures let requests through. One of `verifier` and `keys`. */
export interface VerifySignedOptions<Refused> {
  /** A verifier made before. */
  verifier?: Verifier | undefined
  /** The public keys of the trusted key group, by their key pair IDs. */
  keys?: PublicKeys | undefined
  /**
   * The scheme and host of this service as viewers know them and as they were signed: `https://files.example.com`.
   * The host of a request is not looked at: signatures for other hosts of the same keys do not open this one.
   */
  origin: string
  /** Answers what is not let through, instead of CloudFront's 403. The error says why; the handler never runs. */
  onRefused?: Refused | undefined
}
