'use strict'

/** What a request says of who sent it: the host without its port, as frameworks find it behind proxies that they trust. */
function viewer(request) {
  const host = request.hostname ?? request.headers[':authority'] ?? request.headers.host ?? ''
  return { host: host.replace(/:\d*$/, ''), header: request.headers.cookie }
}

module.exports = { viewer }
