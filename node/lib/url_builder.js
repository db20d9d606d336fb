'use strict'

const native = require('../native.js')
const { options, text, urlText, wrongType } = require('./arguments.js')
const { call } = require('./errors.js')

class UrlBuilder {
  #native

  constructor(origin) {
    this.#native =
      origin instanceof native.UrlBuilder ? origin : call(() => native.UrlBuilder.of(urlText('origin', origin)))
  }

  path(raw) {
    return new UrlBuilder(this.#native.path(text('raw', raw)))
  }

  segment(raw) {
    return new UrlBuilder(this.#native.segment(text('raw', raw)))
  }

  query(name, value) {
    return new UrlBuilder(this.#native.query(text('name', name), text('value', value)))
  }

  downloadAs(name) {
    text('name', name)
    return new UrlBuilder(call(() => this.#native.downloadAs(name)))
  }

  showAs(name) {
    text('name', name)
    return new UrlBuilder(call(() => this.#native.showAs(name)))
  }

  build() {
    return call(() => this.#native.build())
  }

  buildBelow() {
    return call(() => this.#native.buildBelow())
  }
}

function buildUrl(origin, path = '', given = {}) {
  options('options', given, ['query', 'downloadAs', 'showAs'])
  let url = new UrlBuilder(origin).path(path)
  const query = given.query ?? {}
  if (typeof query !== 'object') throw wrongType('query', 'an object or an iterable of pairs', query)
  const pairs = typeof query[Symbol.iterator] === 'function' ? query : Object.entries(query)
  for (const pair of pairs) {
    if (!Array.isArray(pair)) throw wrongType('query', 'an object or an iterable of pairs', pair)
    url = url.query(...pair)
  }
  if (given.downloadAs !== undefined) url = url.downloadAs(given.downloadAs)
  if (given.showAs !== undefined) url = url.showAs(given.showAs)
  return url.build()
}

module.exports = { UrlBuilder, buildUrl }
