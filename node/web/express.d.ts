/**
 * Middleware for Express 4 and 5, and for whatever else hands on Node's requests and responses.
 *
 * @packageDocumentation
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Allowed } from '../index.js'
import type {
  DownloadOptions,
  SignedCookiesOptions,
  SignedRedirectOptions,
  VerifySignedOptions,
} from './options.js'

export type { DownloadOptions, SignedCookiesOptions, SignedRedirectOptions, VerifySignedOptions } from './options.js'

type Next = (error?: unknown) => void

/** Middleware, and what handlers call that sign users in and out. */
export interface SignedCookies<Request extends IncomingMessage> {
  (request: Request, response: ServerResponse, next: Next): void
  /** Sets the cookies on this response, as where somebody signs in. */
  set(request: Request, response: ServerResponse): void
  /** Removes them, whichever the browser has. */
  clear(request: Request, response: ServerResponse): void
}

/**
 * Sets signed cookies for whoever `allows` lets, renews them before they end, and removes them when it does not
 * let any longer. The Domain is worked out from the hosts of the request and of the distribution.
 *
 * ```js
 * const cookies = signedCookies({
 *   signer,
 *   origin: 'https://cdn.example.com',
 *   resource: '/course/*',
 *   expiresIn: 8 * 3600,
 *   allows: (req) => Boolean(req.session.user),
 * })
 * app.use(cookies)
 * app.post('/logout', (req, res) => {
 *   req.session.user = undefined
 *   cookies.clear(req, res)
 *   res.redirect('/')
 * })
 * ```
 */
export function signedCookies<Request extends IncomingMessage = any>(
  options: SignedCookiesOptions<Request>,
): SignedCookies<Request>

/**
 * A function that sends the browser to a signed URL; check the permission before. `key` is the plain name of the
 * file, such as an S3 key. Unlike `res.redirect` it never encodes the URL again.
 *
 * ```js
 * const download = signedRedirect({ signer, origin: 'https://cdn.example.com' })
 * app.get('/reports/:name', (req, res) => download(res, `reports/${req.params.name}`, { downloadAs: 'Report.pdf' }))
 * ```
 */
export function signedRedirect(
  options: SignedRedirectOptions,
): (response: ServerResponse, key: string, options?: DownloadOptions) => void

/**
 * Lets requests through that are signed as CloudFront wants them, by URL or by cookies, and answers others as
 * CloudFront does. What was allowed is then in `req.signed`.
 *
 * ```js
 * const guard = verifySigned({ keys: { K2JCJMDEHXQW5F: publicKey }, origin: 'https://files.example.com' })
 * app.use('/files', guard, express.static('files'))
 * ```
 */
export function verifySigned<Request extends IncomingMessage = any, Response extends ServerResponse = any>(
  options: VerifySignedOptions<(error: Error, request: Request, response: Response, next: Next) => void>,
): (request: Request, response: Response, next: Next) => void

declare global {
  namespace Express {
    interface Request {
      /** What `verifySigned` let through. */
      signed?: Allowed
    }
  }
}
