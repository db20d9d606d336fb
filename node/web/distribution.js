'use strict'
// The distribution as an application names it: an origin such as https://cdn.example.com.

const { text, wrongValue } = require('../lib/arguments.js')

function distribution(given) {
  const origin = text('origin', given).replace(/\/$/, '')
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || !/^https?:\/\/[^/?#@]+$/i.test(origin)) {
    throw wrongValue('origin must be the scheme and host of the distribution, as in "https://cdn.example.com"')
  }
  return {
    origin,
    host: url.hostname,
    /** As requests to it have them. */
    scheme: url.protocol.slice(0, -1),
    authority: origin.slice(origin.indexOf('://') + 3),
    /** A resource below the distribution, from its path or as it is. */
    absolute(resource) {
      text('resource', resource)
      if (resource.startsWith('/')) return origin + resource
      if (resource.startsWith(`${origin}/`)) return resource
      throw wrongValue('resource must begin with "/", or with the origin of the distribution and "/"')
    },
  }
}

module.exports = { distribution }
