const ACRONYM = /^(ai|api|crm|csv|gb|ip|mfa|pdf|saml|scim|sdk|sla|sms|sso|url)(s?)$/i

/** A feature's or limit's name as people write it: "sso" is "SSO", "api_calls" is "API calls", "teamMembers" is "team members". */
export const featureName = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => {
      const [, acronym, plural = ''] = ACRONYM.exec(word) ?? []
      if (acronym) return acronym.toUpperCase() + plural.toLowerCase()
      return /^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word
    })
    .join(' ')
