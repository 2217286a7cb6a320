using Microsoft.Extensions.Options;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>A provider that the host adds in code.</summary>
public sealed class ProviderOptions
{
    /// <summary>Gets or sets the key. When it is null the environment and the files are asked, as far as the host lets them be read.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets where the API is, an absolute http or https address such as <c>https://api.example.com/v1</c>. Null: the
    /// vendor's own, which compatible servers don't have. Addresses of Anthropic's kind get <c>/v1</c> unless they end so.
    /// </summary>
    public string? BaseAddress { get; set; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the only models there are, by their ids at the provider. Empty: the provider is asked for its list.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>Gets the dialects it speaks, the preferred one first. Empty: those of its kind.</summary>
    public IList<WireProtocol> Protocols { get; } = [];

    /// <summary>Gets or sets a value indicating whether it is asked without a key when there is none. Loopback addresses always are.</summary>
    public bool AllowUnauthenticated { get; set; }

    /// <summary>Gets or sets a value indicating whether it may be asked for the usage of Chat streams. The default is true.</summary>
    public bool StreamUsage { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether it takes a <c>thinking</c> object in Chat requests, by which many compatible servers are
    /// switched. Null, the default: yes, but for OpenAI itself and hosts that are known to refuse what they don't know.
    /// </summary>
    public bool? SupportsThinkingParameter { get; set; }
}

/// <summary>Checks what the host says of its providers, by the rules that hold for files; reports all faults at once.</summary>
internal sealed class ProviderOptionsValidator(IEnumerable<ProviderRegistration> registrations, CodecRegistry codecs) : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        if (registrations.FirstOrDefault(r => r.Id == name) is not { } registration)
        {
            return ValidateOptionsResult.Skip;
        }

        var result = new ValidateOptionsResultBuilder();
        CheckAddress(registration.Type, options, result);
        if (options.ApiKey is { } key && !EntryRules.IsFieldValue(key.Trim()))
        {
            Add(nameof(options.ApiKey), "must be printable ASCII");
        }

        foreach (var (field, value) in options.Headers)
        {
            if (EntryRules.ErrorOf(new HeaderField(field, value)) is { } fault)
            {
                Add($"{nameof(options.Headers)}[{field}]", fault);
            }
        }

        foreach (var fault in options.Models.Select(EntryRules.ErrorOfModelId).OfType<string>())
        {
            Add(nameof(options.Models), $"holds an id that {fault}");
        }

        foreach (var protocol in options.Protocols.Where(p => !codecs.HasOutbound(p)))
        {
            Add(nameof(options.Protocols), $"names {protocol.DisplayName}, which is not spoken yet");
        }

        return result.Build();

        void Add(string property, string fault) => result.AddError($"provider '{name}': {fault}", property);
    }

    private static void CheckAddress(ProviderType type, ProviderOptions options, ValidateOptionsResultBuilder result)
    {
        var isGood = options.BaseAddress is { } address ? type.NormalizeAddress(address) is not null : type.BaseAddress is not null;
        if (!isGood)
        {
            result.AddError(EntryRules.AddressRule, nameof(options.BaseAddress));
        }
    }
}
