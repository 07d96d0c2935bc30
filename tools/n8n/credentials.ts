import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	Workflow,
} from 'n8n-workflow';

/** Returns one credential for everything and applies it as n8n does, without a database. */
export function credentialsHelper(
	types: readonly ICredentialType[],
	credential: ICredentialDataDecryptedObject,
): Pick<ICredentialsHelper, keyof ICredentialsHelper> {
	const typeOf = (name: string) => types.find((type) => type.name === name);
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		preAuthentication: () => Promise.resolve(undefined),
		runPreAuthentication: () => Promise.resolve(undefined),
		getCredentials: () => Promise.reject(new Error('There is no database')),
		getDecrypted: () => Promise.resolve(credential),
		updateCredentials: () => Promise.resolve(),
		updateCredentialsOauthTokenData: () => Promise.resolve(),
		getCredentialsProperties: (name) => typeOf(name)?.properties ?? [],
		authenticate: (data, name, options, workflow, node) => {
			const { authenticate } = typeOf(name) ?? {};
			if (authenticate === undefined || typeof authenticate === 'function' || !workflow || !node) {
				throw new Error('Not a declared credential of a node');
			}
			const headers: IDataObject = { ...options.headers };
			for (const [header, value] of Object.entries(authenticate.properties.headers ?? {})) {
				headers[header] = resolve(value as string, data, workflow, node);
			}
			return Promise.resolve({ ...(options as IHttpRequestOptions), headers });
		},
	};
}

/** Evaluates an expression with n8n's own evaluator, as n8n does for every request. */
function resolve(
	value: string,
	$credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
) {
	if (!value.startsWith('=')) return value;
	return workflow.expression.getSimpleParameterValue(node, value, 'internal', { $credentials });
}
