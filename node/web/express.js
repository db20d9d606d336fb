'use strict'
// Express, 4 and 5, and whatever else hands on Node's requests and responses.

const { beforeHeaders } = require('./before_headers.js')
const { CookieAccess } = require('./cookie_access.js')
const { Downloads } = require('./downloads.js')
const { Guard, refusal } = require('./guard.js')
const { latest, putCookies } = require('./headers.js')
const { viewer } = require('./viewer.js')

/** Lines that wait for the headers of a response to be sent. */
const waiting = new WeakMap()

function put(response, lines) {
  if (lines.length === 0) return
  if (!waiting.has(response)) {
    beforeHeaders(response, () => {
      const get = (name) => response.getHeader(name)
      const set = (name, value) => response.setHeader(name, value)
      putCookies({ get, set }, waiting.get(response))
    })
  }
  waiting.set(response, latest([...(waiting.get(response) ?? []), ...lines]))
}

function signedCookies(options) {
  const access = new CookieAccess(options)
  function middleware(request, response, next) {
    access.keep(request, viewer(request)).then(
      (lines) => {
        put(response, lines)
        next()
      },
      (error) => next(error ?? new Error('allows was rejected without a reason')),
    )
  }
  middleware.set = (request, response) => put(response, access.set(request, viewer(request)))
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
        // Under a mounted router `url` is what is left of the path.
        target: request.originalUrl ?? request.url,
        cookies: request.headers.cookie,
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
