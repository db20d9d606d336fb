'use strict'
// A site with Express: members see a gallery whose files CloudFront guards, and download a report.

const express = require('express')
const session = require('express-session')
const { signedCookies, signedRedirect } = require('cfsign/express')
const { gallery, login } = require('./pages.js')

/** `signer` and `origin` are of the distribution, `secret` is for the sessions. */
function createApp({ signer, origin, secret, secure = true }) {
  const app = express()
  app.set('trust proxy', 'loopback')
  app.use(session({ secret, resave: false, saveUninitialized: false, cookie: { secure, sameSite: 'lax' } }))

  const cookies = signedCookies({
    signer,
    origin,
    resource: '/gallery/*',
    expiresIn: 8 * 3600,
    allows: (req) => req.session.member !== undefined,
    cookies: { secure },
  })
  const download = signedRedirect({ signer, origin })
  app.use(cookies)

  app.get('/', (req, res) => res.send(req.session.member ? gallery(origin) : login()))
  app.post('/login', express.urlencoded({ extended: false }), (req, res) => {
    req.session.member = req.body.name
    cookies.set(req, res)
    res.redirect(303, '/')
  })
  app.post('/logout', (req, res, next) => {
    req.session.destroy((error) => {
      if (error) return next(error)
      cookies.clear(req, res)
      res.redirect(303, '/')
    })
  })
  app.get('/report', (req, res) => {
    if (!req.session.member) return res.sendStatus(403)
    download(res, 'reports/Q3 & more.txt', { downloadAs: 'Third quarter.txt' })
  })
  return app
}

module.exports = { createApp }
