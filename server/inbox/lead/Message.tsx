/** What the person wrote in the contact form. Text and nothing else: no links, no markup. */
export const Message = ({ text }: { text: string }) => (
  <section class="block" aria-labelledby="message-head">
    <h2 id="message-head">Their message</h2>
    <blockquote class="message" dir="auto">
      {text}
    </blockquote>
  </section>
)
