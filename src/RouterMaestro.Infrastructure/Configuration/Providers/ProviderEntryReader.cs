using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>Reads one entry of <c>providers.json</c>. Unknown members are ignored: they may belong to another version.</summary>
/// <param name="codecs">The supported protocols.</param>
/// <param name="modules">The types.</param>
/// <param name="warnings">Collects problems that leave the entry usable.</param>
internal sealed class ProviderEntryReader(CodecRegistry codecs, ProviderModules modules, ConfigErrors warnings)
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

        if (!node.Is(JsonValueKind.Object, "an object") || ReadType(name, node) is not { } module)
        {
            return null;
        }

        var id = module.Defaults.IsBuiltIn ? module.Type : name;
        var options = node.FindObject("options");
        return new ProviderEntry(id, module)
        {
            BaseAddress = ReadAddress(node, module.Defaults),
            KeyVariable = (options is { } inner ? ReadVariable(inner) : null) ?? ReadVariable(node),
            Headers = ReadHeaders(node),
            Models = ReadModels(id, node),
            Protocols = options is { } settings ? ReadProtocols(settings, module.Defaults.Protocols) : module.Defaults.Protocols,
            AllowUnauthenticated = options?.Flag("allow_unauthenticated") ?? false,
            StreamUsage = options?.Flag("stream_usage") ?? true,
            SupportsThinkingParameter = options?.Flag("thinking"),
            Options = options is { } own ? RawJson.Parse(own.Json.GetRawText()) : RawJson.EmptyObject,
        };
    }

    private IProviderModule? ReadType(string name, ConfigNode node)
    {
        if (node.Find("type") is not { } type)
        {
            var builtIn = modules.FindBuiltIn(name);
            if (builtIn is null)
            {
                node.Error($"has no type; it {modules.TypeRule}");
            }

            return builtIn;
        }

        var found = type.Json.ValueKind == JsonValueKind.String ? modules.FindSelectable(type.Json.GetString()!) : null;
        if (found is null)
        {
            type.Error(modules.TypeRule);
        }

        return found;
    }

    private static string? ReadAddress(ConfigNode node, ProviderDefaults defaults)
    {
        if (node.Find("baseURL") is not { } member)
        {
            if (defaults.BaseAddress is null)
            {
                node.Error("has no baseURL");
            }

            return null;
        }

        if (member.Text() is not { } text)
        {
            return null;
        }

        var address = defaults.NormalizeAddress(text);
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

    private EquatableArray<ModelCard> ReadModels(string provider, ConfigNode node)
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

            ConfigNode? settings = list.Find(id) is { } model && model.Is(JsonValueKind.Object, "an object") ? model : null;
            var name = settings?.Text("name")?.Trim();
            models.Add(new ModelCard(new ModelRef(provider, id), string.IsNullOrEmpty(name) ? id : name)
            {
                Protocols = settings is { } own ? ReadProtocols(own, absent: []) : [],
            });
        }

        return models.DistinctBy(m => m.Ref.Id).ToEquatableArray();
    }

    private EquatableArray<WireProtocol> ReadProtocols(ConfigNode holder, EquatableArray<WireProtocol> absent)
    {
        if (holder.FindArray("protocols") is not { } list)
        {
            return absent;
        }

        List<WireProtocol> supported = [];
        var known = true;
        foreach (var item in list.Items())
        {
            var protocol = item.Json.ValueKind == JsonValueKind.String ? codecs.FindProtocol(item.Json.GetString()!) : null;
            if (protocol is null)
            {
                item.Error($"must be one of {string.Join(", ", codecs.Protocols.Select(p => p.Name))}");
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
