using Microsoft.Extensions.Options;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.DependencyInjection;

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
