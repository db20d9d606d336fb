'use strict'
// The two pages of the sites beside this file.

const page = (title, body) => `<!doctype html><html lang="en"><title>${title}</title>${body}`

const login = () =>
  page('Sign in', '<form method="post" action="/login"><input name="name" required><button>Sign in</button></form>')

/** The browser sends the cookies with every request below `origin`/gallery. */
const gallery = (origin) =>
  page(
    'Gallery',
    `<img id="photo" src="${origin}/gallery/pixel.png" alt="">
     <a id="report" href="/report">The report</a>
     <form method="post" action="/logout"><button>Sign out</button></form>`,
  )

module.exports = { gallery, login }
