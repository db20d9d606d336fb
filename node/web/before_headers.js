'use strict'
// The last moment at which a response of Node can be changed: what a handler does must not undo it.

/** Calls `change` once, when `response` is about to send its headers and has all of them. */
function beforeHeaders(response, change) {
  const { writeHead } = response
  let changed = false
  response.writeHead = function (status, ...given) {
    if (changed) return writeHead.call(response, status, ...given)
    changed = true
    const message = typeof given[0] === 'string' ? [given.shift()] : []
    for (const [name, value] of pairs(given[0])) response.setHeader(name, value)
    change()
    return writeHead.call(response, status, ...message)
  }
}

/** Headers as writeHead takes them: an object, a list of pairs, or names and values in turn. */
function pairs(headers = {}) {
  if (!Array.isArray(headers)) return Object.entries(headers).filter(([, value]) => value !== undefined)
  if (Array.isArray(headers[0])) return headers
  return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []))
}

module.exports = { beforeHeaders }
