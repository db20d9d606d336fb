// The local edge for `import`.

import testing from './testing.js'

export const { LocalEdge } = testing
