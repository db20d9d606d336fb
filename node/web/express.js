'use strict'
// Express, 4 and 5, and whatever else hands on Node's requests and responses.

const { CookieAccess } = require('./cookie_access.js')
const { Downloads } = require('./downloads.js')
const { Guard, refusal } = require('./guard.js')
const { putCookies } = require('./headers.js')

const header = (request) => request.headers.cookie

/** The host without its port, as Express finds it behind proxies that it trusts. */
const host = (request) => request.hostname ?? (request.headers.host ?? '').replace(/:\d*$/, '')

const put = (response, lines) =>
  putCookies(
    {
      get: (name) => response.getHeader(name),
      set: (name, value) => response.setHeader(name, value),
    },
    lines,
  )

function signedCookies(options) {
  const access = new CookieAccess(options)
  const viewer = (request) => ({ host: host(request), header: header(request) })

  function middleware(request, response, next) {
    access.keep(request, viewer(request)).then((lines) => put(response, lines)).then(() => next(), next)
  }
  middleware.set = (request, response, resource) =>
    put(response, access.set(viewer(request), resource ?? access.resource(request)))
  middleware.clear = (request, response) => put(response, access.clear(viewer(request)))
  return middleware
}

function signedRedirect(options) {
  const downloads = new Downloads(options)
  // Not by res.redirect, which encodes the URL that was signed.
  return (response, key, given) => {
    response.writeHead(302, downloads.headers(key, given)).end()
  }
}

function verifySigned(options) {
  const guard = new Guard(options)
  return (request, response, next) => {
    try {
      request.signed = guard.verify({
        scheme: request.protocol ?? (request.socket.encrypted ? 'https' : 'http'),
        host: request.headers.host ?? '',
        // Under a mounted router `url` is what is left of the path.
        target: request.originalUrl ?? request.url,
        cookies: header(request),
        viewerIp: request.ip ?? request.socket.remoteAddress,
      })
    } catch (error) {
      if (guard.onRefused) return guard.onRefused(error, request, response, next)
      const { status, type, body } = refusal(error)
      return response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
    }
    next()
  }
}

module.exports = { signedCookies, signedRedirect, verifySigned }
