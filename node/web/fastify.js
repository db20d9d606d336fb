'use strict'
// Fastify, 4 and 5: plugins that add hooks and decorators to the instance that registers them.

const { CookieAccess } = require('./cookie_access.js')
const { Downloads } = require('./downloads.js')
const { Guard, refusal } = require('./guard.js')
const { putCookies } = require('./headers.js')

const header = (request) => request.headers.cookie
const viewer = (request) => ({ host: request.hostname.replace(/:\d*$/, ''), header: header(request) })

const put = (reply, lines) =>
  putCookies(
    {
      get: (name) => reply.getHeader(name),
      // Fastify adds to Set-Cookie what it is told to set.
      set: (name, value) => reply.removeHeader(name).header(name, value),
    },
    lines,
  )

/** What fastify-plugin does: hooks and decorators are for the instance that registers, not for one below it. */
function plugin(name, register) {
  return Object.assign(register, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: name,
    [Symbol.for('plugin-meta')]: { name, fastify: '>=4' },
  })
}

const signedCookies = plugin('cfsign-signed-cookies', (instance, options, done) => {
  const access = new CookieAccess(options)
  instance.decorateReply('setSignedCookies', function (resource) {
    put(this, access.set(viewer(this.request), resource ?? access.resource(this.request)))
    return this
  })
  instance.decorateReply('clearSignedCookies', function () {
    put(this, access.clear(viewer(this.request)))
    return this
  })
  // Sessions are there by now, and the handler has not begun.
  instance.addHook('preHandler', async (request, reply) => put(reply, await access.keep(request, viewer(request))))
  done()
})

const signedRedirect = plugin('cfsign-signed-redirect', (instance, options, done) => {
  const downloads = new Downloads(options)
  instance.decorateReply('signedRedirect', function (key, given) {
    // Not by reply.redirect, which encodes the URL that was signed.
    return this.code(302).headers(downloads.headers(key, given)).send()
  })
  done()
})

const verifySigned = plugin('cfsign-verify-signed', (instance, options, done) => {
  const guard = new Guard(options)
  instance.decorateRequest('signed', null)
  instance.addHook('onRequest', async (request, reply) => {
    try {
      request.signed = guard.verify({
        scheme: request.protocol,
        host: request.headers.host ?? '',
        target: request.originalUrl,
        cookies: header(request),
        viewerIp: request.ip,
      })
    } catch (error) {
      if (guard.onRefused) return guard.onRefused(error, request, reply)
      const { status, type, body } = refusal(error)
      return reply.code(status).headers({ 'content-type': type, 'cache-control': 'no-store' }).send(body)
    }
  })
  done()
})

module.exports = { signedCookies, signedRedirect, verifySigned }
