/**
 * Plugins for Fastify 4 and 5.
 *
 * @packageDocumentation
 */
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import type { Allowed } from '../index.js'
import type {
  DownloadOptions,
  SignedCookiesOptions,
  SignedRedirectOptions,
  VerifySignedOptions,
} from './options.js'

export type { DownloadOptions, SignedCookiesOptions, SignedRedirectOptions, VerifySignedOptions } from './options.js'

declare module 'fastify' {
  interface FastifyReply {
    /** Sets the cookies on this reply, as where somebody signs in. */
    setSignedCookies(): this
    /** Removes them, whichever the browser has. */
    clearSignedCookies(): this
    /** Sends the browser to a signed URL; check the permission before. `key` is the plain name of the file. */
    signedRedirect(key: string, options?: DownloadOptions): this
  }
  interface FastifyRequest {
    /** What `verifySigned` let through; null where it is not registered. */
    signed: Allowed | null
  }
}

/**
 * Sets signed cookies for whoever `allows` lets, renews them before they end, and removes them when it does not
 * let any longer. The Domain is worked out from the hosts of the request and of the distribution.
 *
 * ```js
 * app.register(signedCookies, {
 *   signer,
 *   origin: 'https://cdn.example.com',
 *   resource: '/course/*',
 *   expiresIn: 8 * 3600,
 *   allows: (request) => Boolean(request.session.user),
 * })
 * app.post('/logout', (request, reply) => {
 *   request.session.user = undefined
 *   return reply.clearSignedCookies().redirect('/')
 * })
 * ```
 */
export const signedCookies: FastifyPluginCallback<SignedCookiesOptions<FastifyRequest>>

/**
 * Adds `reply.signedRedirect(key, options)`, which never encodes the URL again, unlike `reply.redirect`.
 *
 * ```js
 * app.register(signedRedirect, { signer, origin: 'https://cdn.example.com' })
 * app.get('/reports/:name', (request, reply) => reply.signedRedirect(`reports/${request.params.name}`))
 * ```
 */
export const signedRedirect: FastifyPluginCallback<SignedRedirectOptions>

/**
 * Lets requests through that are signed as CloudFront wants them, by URL or by cookies, and answers others as
 * CloudFront does. It is for all routes of the instance that registers it.
 *
 * ```js
 * app.register(async (files) => {
 *   files.register(verifySigned, { keys: { K2JCJMDEHXQW5F: publicKey }, origin: 'https://files.example.com' })
 *   files.get('/files/*', send)
 * })
 * ```
 */
export const verifySigned: FastifyPluginCallback<
  VerifySignedOptions<(error: Error, request: FastifyRequest, reply: FastifyReply) => unknown>
>
