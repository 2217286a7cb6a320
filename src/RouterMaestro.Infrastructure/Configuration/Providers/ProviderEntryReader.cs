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

/// <summary>Reads one entry of <c>providers.json</c>. All errors of an entry are found at once.</summary>
/// <param name="codecs">The supported protocols.</param>
/// <param name="modules">The types.</param>
/// <param name="warnings">Collects problems that leave the entry usable.</param>
internal sealed class ProviderEntryReader(CodecRegistry codecs, ProviderModules modules, ConfigErrors warnings)
{
    // the names under which people write keys; only a reference to a variable is accepted there
    private static readonly string[] _keyNames = ["apiKey", "api_key"];

    // checks the other members of an entry whose type is not valid
    private static readonly ProviderDefaults _anyType = new([WireProtocol.OpenAIChat]);

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

        if (!node.Is(JsonValueKind.Object, "an object"))
        {
            return null;
        }

        var module = ReadType(name, node);
        var defaults = module?.Defaults ?? _anyType;
        var id = modules.FindBuiltIn(name) is { } builtIn && builtIn == module ? builtIn.Type : defaults is { IsBuiltIn: true, AllowsAccounts: false } ? module!.Type : name;
        var options = node.FindObject("options");
        string?[] variables = [options is { } inner ? ReadVariable(inner) : null, ReadVariable(node)];
        var (address, headers, models) = (ReadAddress(node, options, defaults), ReadHeaders(node, defaults), ReadModels(id, node));
        var settings = ReadOptions(options, defaults);
        var pricing = PricingReader.Read(node);
        return module is null ? null : new ProviderEntry(id, module)
        {
            BaseAddress = address,
            KeyVariable = variables[0] ?? variables[1],
            Headers = headers,
            Models = models,
            Protocols = settings.Protocols,
            AllowUnauthenticated = settings.AllowUnauthenticated ?? false,
            StreamUsage = settings.StreamUsage ?? true,
            OmitsFinishReason = options?.Flag("omits_finish_reason") ?? false,
            SupportsThinkingParameter = settings.Thinking,
            Pricing = pricing,
            Options = options is { } own ? RawJson.Parse(own.Json.GetRawText()) : RawJson.EmptyObject,
        };
    }

    private (EquatableArray<WireProtocol> Protocols, bool? AllowUnauthenticated, bool? StreamUsage, bool? Thinking) ReadOptions(
        ConfigNode? node, ProviderDefaults defaults)
    {
        if (node is not { } options)
        {
            return (defaults.Protocols, null, null, null);
        }

        foreach (var error in defaults.FindOptionErrors?.Invoke(RawJson.Parse(options.Json.GetRawText())) ?? [])
        {
            options.Errors.Add(options.Path.EndsWith("options", StringComparison.Ordinal) ? options.Path[..^"options".Length] + error : error);
        }

        var settings = (
            ReadProtocols(options, defaults.Protocols), options.Flag("allow_unauthenticated"), options.Flag("stream_usage"), options.Flag("thinking"));
        if (defaults.Options is not { } own)
        {
            options.AllowAnyMembers();
        }
        else
        {
            foreach (var name in own)
            {
                options.Has(name);
            }
        }

        return settings;
    }

    private IProviderModule? ReadType(string name, ConfigNode node)
    {
        if (node.Find("type") is not { } type)
        {
            var builtIn = modules.FindBuiltIn(name) ?? modules.FindAccount(name);
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

    private static string? ReadAddress(ConfigNode node, ConfigNode? options, ProviderDefaults defaults)
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
        else if (EntryRules.ErrorOfEndpoint(text) is { } error)
        {
            member.Error(error);
        }
        else if (options is { } own && defaults.FindAddressError?.Invoke(address, RawJson.Parse(own.Json.GetRawText())) is { } contradiction)
        {
            // one of two addresses would be ignored in silence
            member.Error(contradiction);
        }

        return address;
    }

    private static string? ReadVariable(ConfigNode node)
    {
        var references = _keyNames.Select(name => ReadReference(node.Find(name))).ToArray();
        if (node.Find("api_key_env") is not { } member || member.Text()?.Trim() is not { Length: > 0 } variable)
        {
            return Array.Find(references, reference => reference is not null);
        }

        if (EntryRules.ErrorOfVariable(variable) is { } error)
        {
            member.Error(error);
        }

        return variable;
    }

    private static string? ReadReference(ConfigNode? member)
    {
        if (member is not { } key)
        {
            return null;
        }

        if (key.Json.ValueKind != JsonValueKind.String || !EntryRules.IsReference(key.Json.GetString()!, out var variable))
        {
            key.Error(EntryRules.KeyRule);
            return null;
        }

        if (EntryRules.ErrorOfVariable(variable) is { } error)
        {
            key.Error($"{error}, after \"env:\"");
        }

        return variable;
    }

    private static EquatableArray<HeaderField> ReadHeaders(ConfigNode node, ProviderDefaults defaults)
    {
        List<HeaderField> headers = [];
        foreach (var (name, value) in node.FindObject("headers")?.Members() ?? [])
        {
            if (value.Text() is not { } text)
            {
                continue;
            }

            var field = new HeaderField(name, text.Trim());
            if (EntryRules.ErrorOf(field, defaults.OwnHeaders) is { } error)
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

        list.AllowAnyMembers();
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
