using System.Runtime.CompilerServices;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>A model's names as JSON string literals, cached for the lifetime of the <see cref="ModelRef"/>.</summary>
internal sealed class QuotedNames
{
    private static readonly ConditionalWeakTable<ModelRef, QuotedNames> _known = [];

    private QuotedNames(ModelRef model) =>
        (Id, QualifiedId) = (JsonText.FromString(model.Id).Quoted, JsonText.FromString(model.QualifiedId).Quoted);

    /// <summary>Gets the provider's own id, quotes included.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Gets the qualified id, quotes included.</summary>
    public ReadOnlyMemory<byte> QualifiedId { get; }

    public static QuotedNames Of(ModelRef model) => _known.GetValue(model, static key => new QuotedNames(key));
}
