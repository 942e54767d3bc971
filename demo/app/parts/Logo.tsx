import mark from '../mark.svg'

export const Logo = () => (
  <a class="logo" href="/">
    <img src={mark} alt="" width="28" height="28" />
    Regulars
  </a>
)
