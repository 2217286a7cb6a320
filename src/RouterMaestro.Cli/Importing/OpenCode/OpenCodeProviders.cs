using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.OpenCode;

/// <summary>Reads <c>provider</c>, whose entries name a package of the AI SDK, or change a provider that OpenCode knows.</summary>
/// <param name="draft">Collects what is found.</param>
/// <param name="references">Reads references to variables.</param>
/// <param name="disabled">The providers that are not used.</param>
/// <param name="enabled">The only providers that are used; null for all.</param>
internal sealed class OpenCodeProviders(ImportDraft draft, References references, HashSet<string> disabled, HashSet<string>? enabled)
{
    private const string Compatible = "@ai-sdk/openai-compatible";

    private static readonly Dictionary<string, string> _unsupported = new(StringComparer.Ordinal)
    {
        ["@ai-sdk/azure"] = "Azure's deployments have addresses with a version of their own: add its v1 address by hand with 'provider add'.",
        ["@ai-sdk/amazon-bedrock"] = "Amazon Bedrock signs requests in a way of its own, for which the gateway has no provider.",
        ["@ai-sdk/google-vertex"] = "Google's Vertex AI signs requests in a way of its own, for which the gateway has no provider.",
        ["@ai-sdk/cohere"] = "Cohere's protocol is not spoken here.",
    };

    // the packages of providers that OpenCode knows
    private static readonly Dictionary<string, string> _packages = new(StringComparer.Ordinal)
    {
        ["azure"] = "@ai-sdk/azure",
        ["amazon-bedrock"] = "@ai-sdk/amazon-bedrock",
        ["google-vertex"] = "@ai-sdk/google-vertex",
        ["google-vertex-anthropic"] = "@ai-sdk/google-vertex",
        ["cohere"] = "@ai-sdk/cohere",
        [ProviderSpec.OpenAI] = "@ai-sdk/openai",
        [ProviderSpec.Anthropic] = "@ai-sdk/anthropic",
    };

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _realIds = new(StringComparer.Ordinal);

    /// <summary>Reads the providers.</summary>
    public void Read(JsonObject providers)
    {
        foreach (var (name, value) in providers)
        {
            var entry = value as JsonObject ?? [];
            if (IsUsed(name, $"provider.{name}") && FindProvider(name, entry, $"provider.{name}") is { } spec)
            {
                AddProvider(name, spec, entry);
            }
        }
    }

    /// <summary>Finds the model of a name such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
    /// <returns>The qualified id; null if it is not carried over, which is recorded.</returns>
    public string? FindModel(string name, string path)
    {
        if (name.Split('/', 2) is not [var provider, { Length: > 0 } model])
        {
            draft.Omit(path, $"'{name}' is not written 'provider/model'.");
            return null;
        }

        if (_realIds.GetValueOrDefault(name) is { } real)
        {
            return real;
        }

        if (!_ids.ContainsKey(provider) && IsUsed(provider, path) && FindProvider(provider, [], path) is { } spec)
        {
            AddProvider(provider, spec, []);
        }

        return _ids.GetValueOrDefault(provider) is { } id ? draft.AddModel(id, model) : null;
    }

    private bool IsUsed(string name, string path)
    {
        if (!disabled.Contains(name) && enabled?.Contains(name) != false)
        {
            return true;
        }

        draft.Omit(path, $"The file disables the provider '{name}'.");
        return false;
    }

    private ProviderSpec? FindProvider(string name, JsonObject entry, string path)
    {
        var options = entry["options"] as JsonObject ?? [];
        var package = JsonText.TextOf(entry["npm"]) ?? _packages.GetValueOrDefault(name);
        if (package is not null && _unsupported.GetValueOrDefault(package) is { } reason)
        {
            draft.Omit(path, reason);
            return null;
        }

        if (name == ProviderSpec.Copilot)
        {
            draft.Note($"GitHub Copilot needs a login: router-maestro auth login {ProviderSpec.Copilot}");
            return new(name, null, null, KeySpec.Missing);
        }

        var vendor = KnownVendors.Find(package is null or Compatible ? name : package);
        var key = ReadKey(JsonText.TextOf(options["apiKey"]), path);
        if ((JsonText.TextOf(options["baseURL"]) ?? JsonText.TextOf(entry["api"])) is { } text)
        {
            return ReadAddress(text, path) is { } address ? At(name, address, package, key) with { DefaultVariable = vendor?.Variable } : null;
        }

        if (vendor is null && package is not null && _packages.GetValueOrDefault(name) == package)
        {
            return new(name, null, null, key);
        }

        if (vendor is null)
        {
            draft.Omit(path, package is null ? "It has no address, and this import does not know the provider." : $"It has no 'baseURL', and this import does not know that of '{package}'.");
            return null;
        }

        return new(name, ProviderSpec.OpenAICompatible, vendor.BaseUrl, key) { DefaultVariable = vendor.Variable };
    }

    private KeySpec ReadKey(string? text, string path)
    {
        if (text is null || !text.Contains("{file:", StringComparison.Ordinal))
        {
            return references.KeyOf(text);
        }

        draft.Omit($"{path}.options.apiKey", "Keys in files are not read: put the key into a variable of the gateway's environment.");
        return KeySpec.Missing;
    }

    private Uri? ReadAddress(string text, string path)
    {
        var resolved = references.Resolve(text, out var missing);
        if (resolved is not null && BaseAddress.Read(resolved, out _) is { } address)
        {
            return address;
        }

        draft.Omit($"{path}.options.baseURL", missing is null ? "It is no usable address." : $"It is in the variable {missing}, which is not set here.");
        return null;
    }

    private static ProviderSpec At(string name, Uri address, string? package, KeySpec key)
    {
        if (name is ProviderSpec.OpenAI or ProviderSpec.Anthropic && address.Host == $"api.{name}.com")
        {
            return new(name, null, null, key);
        }

        name = ProviderSpec.IsReserved(name) ? ProviderSpec.NameFor(address) : name;
        return package == "@ai-sdk/anthropic"
            ? new(name, ProviderSpec.AnthropicCompatible, BaseAddress.TextOf(address), key)
            : new(name, ProviderSpec.OpenAICompatible, BaseAddress.TextOf(address), key) { Protocols = package == "@ai-sdk/openai" ? "responses,chat" : null };
    }

    private void AddProvider(string name, ProviderSpec spec, JsonObject entry)
    {
        var id = _ids[name] = draft.AddProvider(spec);
        if (spec.DefaultVariable is not null)
        {
            // OpenCode adds the models of the file to those that it knows
            draft.AskForModels(id);
        }

        foreach (var (alias, value) in entry["models"] as JsonObject ?? [])
        {
            AddModel(name, id, alias, value as JsonObject ?? []);
        }

        foreach (var (key, _) in (entry["options"] as JsonObject ?? []).Where(option => option.Key is not ("apiKey" or "baseURL")))
        {
            draft.Omit($"provider.{name}.options.{key}", OpenCodeKeys.OfOption(key));
        }

        foreach (var (key, _) in entry.Where(member => member.Key is not ("npm" or "name" or "id" or "env" or "api" or "options" or "models")))
        {
            draft.Omit($"provider.{name}.{key}", "This import does not know it.");
        }
    }

    private void AddModel(string name, string provider, string alias, JsonObject entry)
    {
        var (limit, cost, path) = (entry["limit"] as JsonObject ?? [], entry["cost"] as JsonObject ?? [], $"provider.{name}.models.{alias}");
        var id = draft.AddModel(provider, JsonText.TextOf(entry["id"]) ?? alias, new()
        {
            DisplayName = JsonText.TextOf(entry["name"]),
            Limits = ModelSpec.LimitsOf(limit["input"], limit["output"], limit["context"]),
            Price = ModelSpec.PriceOf([("input", cost["input"]), ("output", cost["output"]), ("cache_read", cost["cache_read"]), ("cache_write", cost["cache_write"])], factor: 1),
        });
        _realIds[$"{name}/{alias}"] = id;
        draft.AddAlias($"{name}/{alias}", id, path);
        foreach (var (key, _) in entry.Where(member => member.Key is not ("id" or "name" or "limit" or "cost")))
        {
            draft.Omit($"{path}.{key}", OpenCodeKeys.OfModel(key));
        }
    }
}
