import type { CustomerRecord } from '../../backend/model.ts'
import { Avatar } from './Avatar.tsx'
import { Icon } from './Icon.tsx'

type Props = {
  records: readonly CustomerRecord[]
  isFiltered: boolean
  onRemove: (id: string) => Promise<void>
}

const Row = ({ record, onRemove }: { record: CustomerRecord } & Pick<Props, 'onRemove'>) => (
  <tr>
    <th scope="row">
      <span class="who">
        <Avatar name={record.name} />
        {record.name}
      </span>
    </th>
    <td data-label="Company">{record.company}</td>
    <td data-label="E-mail" class="muted">
      {record.email}
    </td>
    <td data-label="Stage">
      <span class="tag" data-stage={record.stage}>
        {record.stage}
      </span>
    </td>
    <td class="tight">
      <button
        class="quiet icon-only"
        type="button"
        aria-label={`Remove ${record.name}`}
        onClick={() => void onRemove(record.id)}
      >
        <Icon name="trash" />
      </button>
    </td>
  </tr>
)

export const RecordTable = ({ records, isFiltered, onRemove }: Props) => {
  if (records.length === 0)
    return (
      <div class="card empty">
        <h2>{isFiltered ? 'Nobody matches' : 'Your list starts here'}</h2>
        <p class="muted">
          {isFiltered
            ? 'Try another name, company or e-mail.'
            : 'Add the customers you talk to most, or fill it with sample records to look around.'}
        </p>
      </div>
    )
  return (
    <div class="card table-card">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Company</th>
            <th scope="col">E-mail</th>
            <th scope="col">Stage</th>
            <th scope="col">
              <span class="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <Row key={record.id} record={record} onRemove={onRemove} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
