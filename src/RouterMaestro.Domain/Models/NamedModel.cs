namespace RouterMaestro.Domain.Models;

/// <summary>A model under one of its names.</summary>
/// <param name="Name">The qualified id, a shorter name of the same model, or one that the operator or the gateway gives it.</param>
/// <param name="Card">The model.</param>
public sealed record NamedModel(string Name, ModelCard Card)
{
    /// <summary>Names a model by its qualified id.</summary>
    /// <param name="card">The model.</param>
    public static NamedModel Of(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return new(card.Ref.QualifiedId, card);
    }
}
