'use strict'
// Fastify, 4 and 5: plugins that add hooks and decorators to the instance that registers them.

const { CookieAccess } = require('./cookie_access.js')
const { Downloads } = require('./downloads.js')
const { Guard, refusal } = require('./guard.js')
const { latest, putCookies } = require('./headers.js')
const { viewer } = require('./viewer.js')

/** Lines that wait for the headers of a reply to be sent. */
const waiting = new WeakMap()
/** The accesses of an instance and of those around it. */
const ALL = Symbol('signed cookies')

const put = (reply, lines) => waiting.set(reply, latest([...(waiting.get(reply) ?? []), ...lines]))

/**
 * What fastify-plugin does: hooks and decorators are for the instance that registers, not for one below it. Of the
 * options, Fastify's own are left out.
 */
function plugin(name, register) {
  const registered = (instance, { prefix, logLevel, logSerializers, ...options }, done) => {
    register(instance, options)
    done()
  }
  return Object.assign(registered, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: name,
    [Symbol.for('plugin-meta')]: { name, fastify: '>=4' },
  })
}

const signedCookies = plugin('cfsign-signed-cookies', (instance, options) => {
  const access = new CookieAccess(options)
  instance[ALL] = [...(instance[ALL] ?? []), access]
  if (!instance.hasReplyDecorator('setSignedCookies')) {
    instance.decorateReply('setSignedCookies', function () {
      for (const access of this.server[ALL]) put(this, access.set(this.request, viewer(this.request)))
      return this
    })
    instance.decorateReply('clearSignedCookies', function () {
      for (const access of this.server[ALL]) put(this, access.clear(viewer(this.request)))
      return this
    })
    // When all that the handler and other hooks set is there.
    instance.addHook('onSend', async (request, reply) => {
      const lines = waiting.get(reply) ?? []
      if (lines.length === 0) return
      const get = (header) => reply.getHeader(header)
      // Fastify adds to Set-Cookie what it is told to set.
      const set = (header, value) => reply.removeHeader(header).header(header, value)
      putCookies({ get, set }, lines)
    })
  }
  // Sessions are there by now, and the handler has not begun.
  instance.addHook('preHandler', async (request, reply) => {
    put(reply, await access.keep(request, viewer(request)))
  })
})

const signedRedirect = plugin('cfsign-signed-redirect', (instance, options) => {
  const downloads = new Downloads(options)
  instance.decorateReply('signedRedirect', function (key, given) {
    // Not by reply.redirect, which encodes the URL that was signed.
    return this.code(302).headers(downloads.headers(key, given)).send()
  })
})

const verifySigned = plugin('cfsign-verify-signed', (instance, options) => {
  const guard = new Guard(options)
  if (!instance.hasRequestDecorator('signed')) instance.decorateRequest('signed', null)
  instance.addHook('onRequest', async (request, reply) => {
    try {
      const target = request.originalUrl ?? request.raw.url
      request.signed = guard.verify({ target, cookies: request.headers.cookie, viewerIp: request.ip })
    } catch (error) {
      if (guard.onRefused) {
        await guard.onRefused(error, request, reply)
        // Whether it has answered or will: the handler never runs.
        return reply
      }
      const { status, type, body } = refusal(error)
      return reply.code(status).headers({ 'content-type': type, 'cache-control': 'no-store' }).send(body)
    }
  })
})

module.exports = { signedCookies, signedRedirect, verifySigned }
