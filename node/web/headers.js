'use strict'
// How lines of Set-Cookie get into a response whose code may have put some there.

const { nameOf } = require('./cookie_access.js')

/** All lines a response is to have: `lines`, and of those before them the ones with other names. */
function merged(before, lines) {
  const names = new Set(lines.map(nameOf))
  const earlier = before === undefined ? [] : [before].flat().map(String)
  return [...earlier.filter((line) => !names.has(nameOf(line))), ...lines]
}

/** What opens the files for one user must not come out of a cache for another. */
function privately(cacheControl) {
  if (cacheControl === undefined) return 'private'
  const shared = String(cacheControl).split(',').map((part) => part.trim()).filter((part) => !/^(public|s-maxage)\b/i.test(part))
  const closed = shared.some((part) => /^(private|no-store)$/i.test(part))
  return (closed ? shared : ['private', ...shared]).join(', ')
}

function varying(vary) {
  if (vary === undefined || vary === '') return 'Cookie'
  const names = [vary].flat().join(', ')
  return /(^|,)\s*(\*|cookie)\s*(,|$)/i.test(names) ? names : `${names}, Cookie`
}

/** Changes a response through `get(name)` and `set(name, value)`. */
function putCookies({ get, set }, lines) {
  if (lines.length === 0) return
  set('set-cookie', merged(get('set-cookie'), lines))
  set('cache-control', privately(get('cache-control')))
  set('vary', varying(get('vary')))
}

module.exports = { putCookies }
