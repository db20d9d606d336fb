'use strict'
// How lines of Set-Cookie get into a response whose other code may have put some there.

const { nameOf } = require('./cookie_access.js')

/** What makes two lines be about one cookie: name, Domain and Path. */
function place(line) {
  const [, ...attributes] = line.split(';').map((part) => part.trim().toLowerCase())
  const valueOf = (name) => attributes.find((attribute) => attribute.startsWith(`${name}=`)) ?? ''
  return [nameOf(line), valueOf('domain'), valueOf('path')].join(' ')
}

/** Lines in their order; of those about one cookie the last. */
const latest = (lines) => [...new Map(lines.map((line) => [place(line), line])).values()]

/** What opens the files for one user must not come out of a cache for another. */
function privately(cacheControl) {
  const given = cacheControl === undefined ? [] : [cacheControl].flat().join(',').split(',')
  const kept = given.map((part) => part.trim()).filter((part) => part && !/^(public|s-maxage)\b/i.test(part))
  return (kept.some((part) => /^(private|no-store)$/i.test(part)) ? kept : ['private', ...kept]).join(', ')
}

function varying(vary) {
  if (vary === undefined || vary === '') return 'Cookie'
  const names = [vary].flat().join(', ')
  return /(^|,)\s*(\*|cookie)\s*(,|$)/i.test(names) ? names : `${names}, Cookie`
}

/** Changes a response, whose headers are about to be sent, through `get(name)` and `set(name, value)`. */
function putCookies({ get, set }, lines) {
  set('set-cookie', latest([...[get('set-cookie') ?? []].flat().map(String), ...lines]))
  set('cache-control', privately(get('cache-control')))
  set('vary', varying(get('vary')))
}

module.exports = { latest, putCookies }
