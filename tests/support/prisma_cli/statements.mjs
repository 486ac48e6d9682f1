// A script of PostgreSQL as its statements. `@prisma/adapter-pg` cuts at every `;`, inside a `DO $$ … $$` too.

const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const ESCAPING = /(?:^|[^\p{L}\p{N}_$])e$/iu;

/** The statements of a script, each without its `;`; those of comments alone are left out. */
export function statements(script) {
  const found = [];
  let start = 0;
  let hasCode = false;
  const take = (end) => {
    if (hasCode) found.push(script.slice(start, end).trim());
    [start, hasCode] = [end + 1, false];
  };
  for (let at = 0; at < script.length; ) {
    const end = endOfToken(script, at);
    if (script[at] === ';') take(at);
    else if (!isComment(script, at) && script.slice(at, end).trim()) hasCode = true;
    at = end;
  }
  take(script.length);
  return found;
}

function isComment(script, at) {
  return script.startsWith('--', at) || script.startsWith('/*', at);
}

/** Where what begins at `at` ends: a comment, a string, a quoted name, or one character. */
function endOfToken(script, at) {
  if (script.startsWith('--', at)) return after(script, '\n', at);
  if (script.startsWith('/*', at)) return endOfBlock(script, at + 2);
  if (script[at] === '"') return after(script, '"', at + 1);
  if (script[at] === "'") {
    return ESCAPING.test(script.slice(Math.max(0, at - 2), at)) ? endOfEscaped(script, at + 1) : after(script, "'", at + 1);
  }
  DOLLAR.lastIndex = at;
  const tag = script[at] === '$' && !/[\p{L}\p{N}_]/u.test(script[at - 1] ?? ' ') ? DOLLAR.exec(script) : null;
  return tag ? after(script, tag[0], at + tag[0].length) : at + 1;
}

/** Past the next `end`. A doubled quote begins the next string where the first ended, which cuts nothing either. */
function after(script, end, from) {
  const found = script.indexOf(end, from);
  return found < 0 ? script.length : found + end.length;
}

/** Past the end of a string in which a backslash escapes. */
function endOfEscaped(script, from) {
  for (let at = from; at < script.length; at += 1) {
    if (script[at] === '\\') at += 1;
    else if (script[at] === "'" && script[at + 1] === "'") at += 1;
    else if (script[at] === "'") return at + 1;
  }
  return script.length;
}

/** Past the end of a comment; PostgreSQL's may hold comments. */
function endOfBlock(script, from) {
  let depth = 1;
  let at = from;
  while (at < script.length && depth > 0) {
    const mark = script.slice(at, at + 2);
    if (mark === '/*') depth += 1;
    else if (mark === '*/') depth -= 1;
    at += mark === '/*' || mark === '*/' ? 2 : 1;
  }
  return at;
}
