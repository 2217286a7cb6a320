using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>The options of a provider that the host adds in code.</summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// Gets or sets the key. Null takes it from the environment or <c>auth.json</c>, if the host lets them be read; if it does not, a provider that needs a
    /// key keeps the router from starting.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets the base address, an absolute http or https address such as <c>https://api.example.com/v1</c>. Null takes the
    /// vendor's own, for <c>AddOpenAI</c> and <c>AddAnthropic</c>. For Anthropic and compatible servers <c>/v1</c> is added if it is missing.
    /// </summary>
    public string? BaseAddress { get; set; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the ids of the pinned models at the provider. If it is empty, the provider's model list is used.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>Gets the protocols that the provider accepts, the preferred one first. If it is empty, the defaults of its type are used.</summary>
    public IList<WireProtocol> Protocols { get; } = [];

    /// <summary>Gets or sets a value indicating whether requests are sent without a key if there is none. Loopback addresses never need one.</summary>
    public bool AllowUnauthenticated { get; set; }

    /// <summary>Gets or sets a value indicating whether requests for Chat streams ask for the usage. The default is true.</summary>
    public bool StreamUsage { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether the provider's streams have no finish reason, so that their terminal alone completes a response. The
    /// default is false: without a finish reason a stream counts as cut.
    /// </summary>
    public bool OmitsFinishReason { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the provider accepts <c>thinking</c> in Chat requests, by which z.ai, DeepSeek and Moonshot
    /// switch reasoning. Null, the default: true except for OpenAI, Azure, Groq and Mistral, which refuse unknown members.
    /// </summary>
    public bool? SupportsThinkingParameter { get; set; }

    /// <summary>
    /// Gets or sets the options of the provider's type, a JSON object with the members that <c>options</c> of its entry in <c>providers.json</c> may have, such as
    /// <c>{"preset": "vllm"}</c>. What has a property of its own here, such as <see cref="StreamUsage"/>, is not read from it.
    /// </summary>
    public RawJson Options { get; set; } = RawJson.EmptyObject;
}

/// <summary>Validates the provider options of the host by the rules for files; reports all errors at once.</summary>
internal sealed class ProviderOptionsValidator(
    IEnumerable<ProviderRegistration> registrations,
    ProviderModules modules,
    CodecRegistry codecs,
    EnvironmentVariables? environment = null,
    IConfigurationFeed? feed = null) : IValidateOptions<ProviderOptions>
{
    private const string MissingKey =
        "is null, and nothing else supplies a key: set it, let the environment or files be read with UseEnvironmentKeys() or UseFileConfiguration(), or set AllowUnauthenticated for a server that needs none";

    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        if (registrations.FirstOrDefault(r => r.Id == name) is not { } registration)
        {
            return ValidateOptionsResult.Skip;
        }

        var result = new ValidateOptionsResultBuilder();
        if (modules.Find(registration.Type) is not { } module)
        {
            result.AddError($"provider '{name}': no module implements the type '{registration.Type}'; add it with AddProviderModule");
            return result.Build();
        }

        if (ErrorOfAddress(module.Defaults, options) is { } misplaced)
        {
            Add(nameof(options.BaseAddress), misplaced);
        }

        if ((IsKeyMissing(module.Defaults, options) ? MissingKey : ErrorOfKey(options.ApiKey)) is { } wrong)
        {
            Add(nameof(options.ApiKey), wrong);
        }

        foreach (var (property, error) in ErrorsOfLists(module.Defaults, options))
        {
            Add(property, error);
        }

        return result.Build();

        void Add(string property, string error) => result.AddError($"provider '{name}': {error}", property);
    }

    private IEnumerable<(string Property, string Error)> ErrorsOfLists(ProviderDefaults defaults, ProviderOptions options) =>
    [
        .. options.Headers.Select(header => (header.Key, Error: ErrorOfHeader(header.Key, header.Value, defaults))).Where(h => h.Error is not null)
            .Select(h => ($"{nameof(options.Headers)}[{h.Key}]", h.Error!)),
        .. options.Models.Select(EntryRules.ErrorOfModelId).OfType<string>().Select(error => (nameof(options.Models), $"holds an id that {error}")),
        .. options.Protocols.Where(p => !codecs.HasOutbound(p)).Select(p => (nameof(options.Protocols), $"names {p.DisplayName}, which is not supported yet")),
        .. ErrorsOfOptions(defaults, options.Options).Select(error => (nameof(options.Options), error)),
    ];

    /// <summary>Returns true if the provider has no key and nothing could supply one, so that no call of it would ever be sent.</summary>
    private bool IsKeyMissing(ProviderDefaults defaults, ProviderOptions options) =>
        options.ApiKey is null && defaults.NeedsKey && !options.AllowUnauthenticated && environment is null && feed is null
        && AddressOf(defaults, options) is { } address && !new Uri(address).IsLoopback;

    private static string? ErrorOfAddress(ProviderDefaults defaults, ProviderOptions options) =>
        AddressOf(defaults, options) is null ? EntryRules.AddressRule
        : options.BaseAddress is { } address ? EntryRules.ErrorOfEndpoint(address)
        : null;

    private static IEnumerable<string> ErrorsOfOptions(ProviderDefaults defaults, RawJson? given)
    {
        if (given is null || ObjectOf(given) is not { } members)
        {
            return ["must be a JSON object"];
        }

        var unknown = defaults.Options is { } known ? members.Select(member => member.Key).Where(name => !known.Contains(name)).Select(name => $"options.{name} is not an option of this type") : [];
        return [.. unknown, .. defaults.FindOptionErrors?.Invoke(given) ?? []];
    }

    private static JsonObject? ObjectOf(RawJson json)
    {
        try
        {
            return JsonNode.Parse(json.Utf8.Span) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ErrorOfKey(string? key) =>
        key is null ? null
        : string.IsNullOrWhiteSpace(key) ? "must not be blank; null takes it from the environment or auth.json"
        : EntryRules.ErrorOfKey(key.Trim());

    // a host without nullable annotations may pass null
    private static string? ErrorOfHeader(string name, string? value, ProviderDefaults defaults) =>
        value is null ? "must not be null" : EntryRules.ErrorOf(new HeaderField(name, value), defaults.OwnHeaders);

    private static string? AddressOf(ProviderDefaults defaults, ProviderOptions options) =>
        options.BaseAddress is { } address ? defaults.NormalizeAddress(address) : defaults.BaseAddress;
}
