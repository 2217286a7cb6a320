using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Domain.Models;

/// <summary>The identity of a model at a provider.</summary>
/// <param name="Provider">The provider's id, without a slash.</param>
/// <param name="Id">The provider's own id of the model, which may hold slashes.</param>
public sealed record ModelRef(string Provider, string Id)
{
    /// <summary>Gets the qualified id, <c>provider/model-id</c>.</summary>
    public string QualifiedId { get; } = $"{Provider}/{Id}";

    /// <summary>Reads a qualified id.</summary>
    /// <param name="text">The text, <c>provider/model-id</c>.</param>
    /// <param name="model">The model, when the text is a qualified id.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ModelRef? model)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        model = slash > 0 && slash < text!.Length - 1 ? new(text[..slash], text[(slash + 1)..]) : null;
        return model is not null;
    }

    /// <inheritdoc />
    public override string ToString() => QualifiedId;
}
