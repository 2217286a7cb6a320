using FluentValidation;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Translation;

/// <summary>Checks the members that every translation has: protocols with a codec, and a body within the limit.</summary>
internal abstract class TranslationValidator<T> : AbstractValidator<T>
    where T : ITranslation
{
    /// <param name="readable">The protocols that can be translated from.</param>
    /// <param name="writable">The protocols that can be translated into.</param>
    /// <param name="maxBytes">The maximum size of the body.</param>
    protected TranslationValidator(IEnumerable<WireProtocol> readable, IEnumerable<WireProtocol> writable, int maxBytes)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.From).Must(readable.Contains).OverridePropertyName("from").WithMessage($"'from' must be one of {Names(readable)}");
        RuleFor(r => r.To).Must(writable.Contains).OverridePropertyName("to").WithMessage($"'to' must be one of {Names(writable)}");
        RuleFor(r => r.Body).Must(body => body.Length <= maxBytes).WithState(_ => TooLarge("body", maxBytes));
    }

    protected static RouterError TooLarge(string param, int maxBytes) =>
        new(RouterErrorKind.TooLarge, 413, $"the {param} is larger than the limit of {maxBytes / (1024 * 1024)} MiB") { Param = param };

    private static string Names(IEnumerable<WireProtocol> protocols) => string.Join(", ", protocols.Select(p => p.Name));
}
