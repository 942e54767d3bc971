/** What `@segment/analytics-next` reads from `cdnURL` before it sends: one destination, this server. */
export const segmentSettings = (key: string, base: { protocol: string; host: string }) => ({
  integrations: {
    'Segment.io': {
      apiKey: key,
      apiHost: `${base.host}/v1`,
      protocol: base.protocol,
      type: 'browser',
      unbundledIntegrations: [],
      addBundledMetadata: true,
      maybeBundledConfigIds: {},
      versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
    },
  },
  plan: {
    track: { __default: { enabled: true, integrations: {} } },
    identify: { __default: { enabled: true } },
    group: { __default: { enabled: true } },
  },
  edgeFunction: {},
  analyticsNextEnabled: true,
  middlewareSettings: {},
  enabledMiddleware: {},
  metrics: { sampleRate: 0 },
  legacyVideoPluginsEnabled: false,
  remotePlugins: [],
})

/** What RudderStack's browser SDK reads from its control plane: a source that is on, with no device-mode destinations. */
export const rudderSourceConfig = (key: string) => ({
  source: {
    id: 'tidemark',
    name: 'Tidemark',
    writeKey: key,
    workspaceId: 'tidemark',
    enabled: true,
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    connections: [],
    destinations: [],
  },
})
