namespace RouterMaestro.Domain.Models.Facts;

/// <summary>The facts about the families of models, as the product knows them.</summary>
/// <param name="lines">The lines; a later one wins over an earlier one.</param>
internal sealed class ModelFactTable(EquatableArray<ModelFactLine> lines)
{
    private static readonly Lazy<ModelFactTable> _default = new(static () => new(ModelFactReader.ReadResource()));

    /// <summary>Gets the table of the product.</summary>
    public static ModelFactTable Default => _default.Value;

    /// <summary>Gets the lines.</summary>
    public EquatableArray<ModelFactLine> Lines => lines;

    /// <summary>Finds what is known of a model.</summary>
    /// <param name="id">The provider's own id of the model.</param>
    /// <param name="vendor">The vendor whose own API serves it, such as <c>openai</c>; null for any other server.</param>
    public ModelFacts Find(string id, string? vendor)
    {
        var facts = ModelFacts.Unknown;
        foreach (var line in lines)
        {
            if ((line.Vendor is null || line.Vendor == vendor) && line.Holds(id))
            {
                facts = line.Facts.Or(facts);
            }
        }

        return facts;
    }
}

/// <summary>A line of the table.</summary>
/// <param name="Families">The families of models.</param>
/// <param name="Facts">What they take and refuse.</param>
internal sealed record ModelFactLine(EquatableArray<ModelFamily> Families, ModelFacts Facts)
{
    /// <summary>Gets the vendor at whose own API alone the line holds; null for every server.</summary>
    public string? Vendor { get; init; }

    /// <summary>Gets where it is said.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets the day on which it was looked up.</summary>
    public DateOnly Date { get; init; }

    /// <summary>Returns whether the line is about a model.</summary>
    /// <param name="id">The provider's own id.</param>
    public bool Holds(string id)
    {
        foreach (var family in Families)
        {
            if (family.Holds(id))
            {
                return true;
            }
        }

        return false;
    }
}
