using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.ClaudeCodeRouter;

/// <summary>Reads <c>Providers</c>. Their addresses are those of an operation, such as <c>…/v1/chat/completions</c>.</summary>
internal sealed class CcrProviders(ImportDraft draft, References references)
{
    private const string Google = "generativelanguage.googleapis.com";

    // of the documentation's second form, in which the address is the base address
    private static readonly Dictionary<string, string[]> _spellings = new(StringComparer.Ordinal)
    {
        ["name"] = ["name", "NAME"],
        ["api_base_url"] = ["api_base_url", "baseUrl", "baseurl", "HOST"],
        ["api_key"] = ["api_key", "apiKey", "apikey", "APIKEY"],
        ["models"] = ["models", "MODELS"],
        ["transformer"] = ["transformer", "transformers"],
    };

    /// <summary>Reads the providers.</summary>
    /// <returns>The id of each name that the file has for a provider.</returns>
    public IReadOnlyDictionary<string, string> Read(JsonArray providers)
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        foreach (var (index, entry) in providers.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"Providers[{index}]");
            if (entry is not JsonObject members || JsonText.TextOf(Find(members, "name")) is not { } name)
            {
                draft.Omit(path, "It has no 'name'.");
            }
            else if (members["enabled"] is JsonValue value && value.TryGetValue<bool>(out var isEnabled) && !isEnabled)
            {
                draft.Omit(path, $"'{name}' is disabled.");
            }
            else if (FindProvider(name, members, path) is { } spec)
            {
                ids[name] = AddProvider(spec, members, path);
            }
        }

        return ids;
    }

    private static JsonNode? Find(JsonObject members, string name) => _spellings[name].Select(spelling => members[spelling]).FirstOrDefault(value => value is not null);

    private ProviderSpec? FindProvider(string name, JsonObject members, string path)
    {
        if (JsonText.TextOf(Find(members, "api_base_url")) is not { } text || references.Resolve(text, out var missing) is not { } resolved)
        {
            draft.Omit(path, $"'{name}' has no address, or one in a variable that is not set here.");
            return null;
        }

        if (BaseAddress.Read(resolved, out var operation) is not { } address)
        {
            draft.Omit(path, $"The address of '{name}' is not usable.");
            return null;
        }

        var key = references.KeyOf(JsonText.TextOf(Find(members, "api_key")));
        if (address.Host.EndsWith("aiplatform.googleapis.com", StringComparison.Ordinal) || Transformers(members).Any(use => use.Name.StartsWith("vertex", StringComparison.Ordinal)))
        {
            draft.Omit(path, $"'{name}': Google's Vertex AI signs requests in a way of its own, for which the gateway has no provider.");
            return null;
        }

        if (address.Host.EndsWith(".openai.azure.com", StringComparison.Ordinal))
        {
            draft.Omit(path, $"'{name}': Azure's deployments have addresses with a version of their own: add its v1 address by hand with 'provider add'.");
            return null;
        }

        if (address.Host == Google)
        {
            draft.Note($"'{name}' is called at Google's address for OpenAI's protocol.");
            return new(name, ProviderSpec.OpenAICompatible, KnownVendors.Find("gemini")!.BaseUrl, key);
        }

        return At(name, address, operation, key);
    }

    private static ProviderSpec At(string name, Uri address, string operation, KeySpec key)
    {
        if (name is ProviderSpec.OpenAI or ProviderSpec.Anthropic && address.Host == $"api.{name}.com")
        {
            return new(name, null, null, key);
        }

        // the name is that of a built-in provider, which is somewhere else
        name = ProviderSpec.IsReserved(name) ? ProviderSpec.NameFor(address) : name;
        return operation == "/messages"
            ? new(name, ProviderSpec.AnthropicCompatible, BaseAddress.TextOf(address), key)
            : new(name, ProviderSpec.OpenAICompatible, BaseAddress.TextOf(address), key) { Protocols = operation == "/responses" ? "responses" : null };
    }

    private string AddProvider(ProviderSpec spec, JsonObject members, string path)
    {
        var provider = draft.AddProvider(spec);
        foreach (var model in Find(members, "models") as JsonArray ?? [])
        {
            if (JsonText.TextOf(model) is { } id)
            {
                draft.AddModel(provider, id);
            }
        }

        foreach (var (place, use) in Transformers(members))
        {
            draft.Omit($"{path}.{place}", CcrKeys.OfTransformer(use));
        }

        foreach (var (key, _) in members.Where(member => member.Key != "enabled" && !_spellings.Values.Any(spellings => spellings.Contains(member.Key))))
        {
            draft.Omit($"{path}.{key}", CcrKeys.Of(key));
        }

        return provider;
    }

    // { "use": ["a", ["b", { … }]], "MODEL": { "use": […] } }, or a list of names
    private static IEnumerable<(string Place, string Name)> Transformers(JsonObject members) => Find(members, "transformer") switch
    {
        JsonArray names => NamesOf(names, "transformers"),
        JsonObject rules => rules.SelectMany(rule => rule.Key == "use"
            ? NamesOf(rule.Value as JsonArray, "transformer.use")
            : NamesOf((rule.Value as JsonObject)?["use"] as JsonArray, $"transformer.{rule.Key}.use")),
        _ => [],
    };

    private static IEnumerable<(string Place, string Name)> NamesOf(JsonArray? uses, string place) => (uses ?? [])
        .Select(use => JsonText.TextOf(use) ?? JsonText.TextOf((use as JsonArray)?.FirstOrDefault()))
        .OfType<string>().Select(name => ($"{place}.{name}", name));
}
