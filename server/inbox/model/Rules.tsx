import type { Model } from '../../wire/model.ts'
import { under } from '../publishing/pointer.ts'
import { count } from '../words/names.ts'
import { ConditionText } from './ConditionText.tsx'
import { NumberField } from './Field.tsx'

/** `usage-depth` -> "Usage depth". */
export const titleOf = (word: string): string => {
  const words = word.replaceAll('-', ' ')
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

const Rule = ({ rule, at }: { rule: Model['rules'][number]; at: string }) => (
  <li class="model-rule">
    <div>
      {rule.label}
      <span class="sub">
        <ConditionText at={under(at, 'when')} label={rule.label} value={rule.when} />
      </span>
      {rule.decay && (
        <span class="sub">
          fading: <ConditionText at={under(at, 'decay')} label={rule.label} value={rule.decay} />
        </span>
      )}
    </div>
    <div class="model-points">
      <NumberField
        at={under(at, 'points')}
        label={`${rule.label}: points`}
        unit={rule.each ? 'points each' : 'points'}
      />
      {rule.each && (
        <NumberField at={under(at, 'atMost')} label={`${rule.label}: at most`} unit="at most" optional />
      )}
    </div>
  </li>
)

const Family = ({ model, family }: { model: Model; family: string }) => {
  const rules = model.rules
    .map((rule, index) => ({ rule, index }))
    .filter(({ rule }) => rule.family === family)
  const title = titleOf(family)
  return (
    <section class="model-card" aria-label={title}>
      <header class="model-card-head">
        <h3>{title}</h3>
        <span class="muted">{count(rules.length, 'rule')}</span>
        <span class="model-cap">
          brings at most{' '}
          <NumberField
            at={under('/families', family, 'cap')}
            label={`${title}: cap`}
            unit="points"
            optional
          />
        </span>
      </header>
      <ul class="model-rules">
        {rules.map(({ rule, index }) => (
          <Rule rule={rule} at={under('/rules', index)} key={rule.id} />
        ))}
      </ul>
    </section>
  )
}

/** What brings points, by family. */
export const Rules = ({ model }: { model: Model }) => (
  <section class="model-part" aria-labelledby="model-rules">
    <h2 id="model-rules">What brings points</h2>
    {[...new Set(model.rules.map(({ family }) => family))].map((family) => (
      <Family model={model} family={family} key={family} />
    ))}
  </section>
)
