/*
 * What the snippet fetches once it needs it, here before the first test: a test that waits for what follows from a
 * deed then waits for that alone, not for a server of modules that a busy machine gives no time.
 */
import '../../../widget/decide.ts'
import '../../../widget/elements/elements.ts'
import '../../../widget/form/form.ts'
import '../../../widget/showing.ts'
