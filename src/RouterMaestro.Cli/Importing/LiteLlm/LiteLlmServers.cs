using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.LiteLlm;

/// <summary>Finds the provider of a model of LiteLLM, whose name begins with the vendor: <c>groq/llama-3.3-70b-versatile</c>.</summary>
internal sealed class LiteLlmServers(ImportDraft draft, References references)
{
    private const string Cloud = "signs requests or builds addresses in a way of its own, for which the gateway has no provider";

    private static readonly string[] _modelsOfOpenAI = ["gpt-", "chatgpt-", "o1", "o3", "o4", "codex-", "text-embedding-", "dall-e-"];

    // servers that are told by their address alone
    private static readonly HashSet<string> _anywhere = new(StringComparer.Ordinal)
    {
        "hosted_vllm", "vllm", "litellm_proxy", "custom_openai", "openai_like", "llamafile", "xinference", "docker_model_runner", "infinity",
    };

    private static readonly Dictionary<string, string> _unsupported = new(StringComparer.Ordinal)
    {
        ["azure"] = "Azure's deployments have addresses with a version of their own: add its v1 address by hand, with 'provider add azure --type openai-compatible --base-url https://RESOURCE.openai.azure.com/openai/v1'.",
        ["azure_ai"] = "Azure's deployments have addresses with a version of their own: add one by hand with 'provider add'.",
        ["azure_text"] = "Completions without a conversation are not served here.",
        ["text-completion-openai"] = "Completions without a conversation are not served here.",
        ["text-completion-codestral"] = "Completions without a conversation are not served here.",
        ["bedrock"] = $"Amazon Bedrock {Cloud}.",
        ["bedrock_converse"] = $"Amazon Bedrock {Cloud}.",
        ["sagemaker"] = $"Amazon SageMaker {Cloud}.",
        ["sagemaker_chat"] = $"Amazon SageMaker {Cloud}.",
        ["vertex_ai"] = $"Google's Vertex AI {Cloud}.",
        ["vertex_ai_beta"] = $"Google's Vertex AI {Cloud}.",
        ["watsonx"] = $"IBM's watsonx {Cloud}.",
        ["oci"] = $"Oracle's cloud {Cloud}.",
        ["snowflake"] = $"Snowflake {Cloud}.",
        ["databricks"] = $"Databricks {Cloud}.",
        ["cohere"] = "Cohere's protocol is not spoken here.",
        ["cohere_chat"] = "Cohere's protocol is not spoken here.",
        ["replicate"] = "Replicate's protocol is not spoken here.",
    };

    /// <summary>Finds the provider and the model's id there.</summary>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="path">Their place in the file.</param>
    /// <returns>The provider and the id; null if the model cannot be carried over, which is recorded.</returns>
    public (ProviderSpec Provider, string Id)? Find(LiteLlmParameters parameters, string path)
    {
        var (vendor, id) = Split(parameters);
        if (vendor is null)
        {
            draft.Omit(path, $"The vendor of '{parameters.Model}' cannot be told: LiteLLM finds it in a table of its own. Add the provider by hand.");
            return null;
        }

        if (_unsupported.GetValueOrDefault(vendor) is { } reason)
        {
            draft.Omit(path, $"{parameters.Model}: {reason}");
            return null;
        }

        if (parameters.ApiBase is not { } text)
        {
            return WithoutAddress(vendor, parameters, path) is { } provider ? (provider, id) : null;
        }

        if (references.Resolve(text, out var missing) is not { } resolved)
        {
            draft.Omit(path, $"{parameters.Model}: its address is in the variable {missing}, which is not set here.");
            return null;
        }

        if (BaseAddress.Read(resolved, out _) is not { } address)
        {
            draft.Omit(path, $"{parameters.Model}: 'api_base' is no usable address.");
            return null;
        }

        return (At(address, vendor, parameters), id);
    }

    private static (string? Vendor, string Id) Split(LiteLlmParameters parameters)
    {
        var model = parameters.Model;
        if (parameters.Vendor is { } named)
        {
            return (named, model.StartsWith(named + "/", StringComparison.Ordinal) ? model[(named.Length + 1)..] : model);
        }

        if (model.Split('/', 2) is [var prefix, var rest])
        {
            // openai/responses/MODEL is a model behind the Responses protocol
            rest = prefix == ProviderSpec.OpenAI && rest.StartsWith("responses/", StringComparison.Ordinal) ? rest["responses/".Length..] : rest;
            return IsVendor(prefix) ? (prefix, rest) : (null, model);
        }

        return (model.StartsWith("claude-", StringComparison.Ordinal) ? ProviderSpec.Anthropic
            : IsOfOpenAI(model) ? ProviderSpec.OpenAI
            : null, model);
    }

    private static bool IsOfOpenAI(string model) => Array.Exists(_modelsOfOpenAI, prefix => model.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsVendor(string prefix) => prefix is ProviderSpec.OpenAI or ProviderSpec.Anthropic or "github_copilot"
        || _anywhere.Contains(prefix) || _unsupported.ContainsKey(prefix) || KnownVendors.Find(prefix) is not null;

    private ProviderSpec? WithoutAddress(string vendor, LiteLlmParameters parameters, string path)
    {
        var key = references.KeyOf(parameters.ApiKey);
        if (vendor is ProviderSpec.OpenAI or ProviderSpec.Anthropic)
        {
            return new(vendor, null, null, key);
        }

        if (vendor == "github_copilot")
        {
            draft.Note($"GitHub Copilot needs a login: router-maestro auth login {ProviderSpec.Copilot}");
            return new(ProviderSpec.Copilot, null, null, KeySpec.Missing);
        }

        if (KnownVendors.Find(vendor) is { } known)
        {
            return new(known.Id, ProviderSpec.OpenAICompatible, known.BaseUrl, key) { DefaultVariable = known.Variable };
        }

        draft.Omit(path, $"{parameters.Model}: it has no 'api_base'.");
        return null;
    }

    private ProviderSpec At(Uri address, string vendor, LiteLlmParameters parameters)
    {
        var key = references.KeyOf(parameters.ApiKey);
        var name = ProviderSpec.NameFor(address);
        if (vendor == ProviderSpec.Anthropic)
        {
            return new(name, ProviderSpec.AnthropicCompatible, BaseAddress.TextOf(address), key);
        }

        // LiteLLM calls Ollama's own protocol, at the address without /v1
        address = vendor is "ollama" or "ollama_chat" ? BaseAddress.With(address, "v1") : address;
        var known = KnownVendors.Find(vendor);
        var isVendors = known is not null && (new Uri(known.BaseUrl).Host == address.Host || known.Variable is null);
        return new(isVendors ? known!.Id : name, ProviderSpec.OpenAICompatible, BaseAddress.TextOf(address), key) { DefaultVariable = isVendors ? known!.Variable : null };
    }
}
