using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>Reads one entry of <c>providers.json</c>. Unknown members are ignored: they may belong to another version.</summary>
/// <param name="codecs">The supported protocols.</param>
/// <param name="warnings">Collects problems that leave the entry usable.</param>
internal sealed class ProviderEntryReader(CodecRegistry codecs, ConfigErrors warnings)
{
    /// <summary>Reads an entry.</summary>
    /// <param name="name">The entry's name, the provider's id.</param>
    /// <param name="node">The entry; an error makes it unusable.</param>
    /// <returns>The entry, to be ignored if there are errors; null if the id, the kind of value or the type is invalid.</returns>
    public ProviderEntry? Read(string name, ConfigNode node)
    {
        if (EntryRules.ErrorOfId(name) is { } error)
        {
            node.Error($"is not a provider's id: it {error}");
            return null;
        }

        if (!node.Is(JsonValueKind.Object, "an object") || ReadType(name, node) is not { } type)
        {
            return null;
        }

        var id = ProviderType.BuiltIn.Contains(type) ? type.Name : name;
        var options = node.FindObject("options");
        return new ProviderEntry(id, type)
        {
            BaseAddress = ReadAddress(node, type),
            KeyVariable = (options is { } inner ? ReadVariable(inner) : null) ?? ReadVariable(node),
            Headers = ReadHeaders(node),
            Models = ReadModels(id, node),
            Protocols = ReadProtocols(options, type),
            AllowUnauthenticated = options?.Flag("allow_unauthenticated") ?? false,
            StreamUsage = options?.Flag("stream_usage") ?? true,
            SupportsThinkingParameter = options?.Flag("thinking"),
        };
    }

    private static ProviderType? ReadType(string name, ConfigNode node)
    {
        const string Types = "must be \"openai-compatible\" or \"anthropic-compatible\"";
        if (node.Find("type") is not { } type)
        {
            var builtIn = ProviderType.FindBuiltIn(name);
            if (builtIn is null)
            {
                node.Error($"has no type; it {Types}");
            }

            return builtIn;
        }

        var found = type.Json.ValueKind == JsonValueKind.String ? ProviderType.FindCompatible(type.Json.GetString()!) : null;
        if (found is null)
        {
            type.Error(Types);
        }

        return found;
    }

    private static string? ReadAddress(ConfigNode node, ProviderType type)
    {
        if (node.Find("baseURL") is not { } member)
        {
            if (type.BaseAddress is null)
            {
                node.Error("has no baseURL");
            }

            return null;
        }

        if (member.Text() is not { } text)
        {
            return null;
        }

        var address = type.NormalizeAddress(text);
        if (address is null)
        {
            member.Error(EntryRules.AddressRule);
        }

        return address;
    }

    private static string? ReadVariable(ConfigNode node) =>
        node.Text("api_key_env")?.Trim() is { Length: > 0 } variable ? variable : null;

    private static EquatableArray<HeaderField> ReadHeaders(ConfigNode node)
    {
        List<HeaderField> headers = [];
        foreach (var (name, value) in node.FindObject("headers")?.Members() ?? [])
        {
            if (value.Text() is not { } text)
            {
                continue;
            }

            var field = new HeaderField(name, text.Trim());
            if (EntryRules.ErrorOf(field) is { } error)
            {
                value.Error(error);
            }

            headers.Add(field);
        }

        return headers.ToEquatableArray();
    }

    private static EquatableArray<ModelCard> ReadModels(string provider, ConfigNode node)
    {
        List<ModelCard> models = [];
        if (node.FindObject("models") is not { } list)
        {
            return [];
        }

        foreach (var member in list.Json.EnumerateObject())
        {
            var id = member.Name;
            if (EntryRules.ErrorOfModelId(id) is { } error)
            {
                list.Error($"holds a model id that {error}");
            }

            var name = list.Find(id) is { } model && model.Is(JsonValueKind.Object, "an object") ? model.Text("name")?.Trim() : null;
            models.Add(new ModelCard(new ModelRef(provider, id), string.IsNullOrEmpty(name) ? id : name));
        }

        return models.DistinctBy(m => m.Ref.Id).ToEquatableArray();
    }

    private EquatableArray<WireProtocol> ReadProtocols(ConfigNode? options, ProviderType type)
    {
        if (options?.FindArray("protocols") is not { } list)
        {
            return type.Protocols;
        }

        List<WireProtocol> supported = [];
        var known = true;
        foreach (var item in list.Items())
        {
            var protocol = item.Json.ValueKind == JsonValueKind.String ? WireProtocol.Find(item.Json.GetString()!) : null;
            if (protocol is null)
            {
                item.Error($"must be one of {string.Join(", ", WireProtocol.All.Select(p => p.Name))}");
                known = false;
            }
            else if (!codecs.HasOutbound(protocol))
            {
                warnings.Warn($"{item.Path}: the protocol {protocol.DisplayName} is not supported yet");
            }
            else
            {
                supported.Add(protocol);
            }
        }

        if (known && supported.Count == 0)
        {
            list.Error("must name a supported protocol");
        }

        return supported.Distinct().ToEquatableArray();
    }
}
