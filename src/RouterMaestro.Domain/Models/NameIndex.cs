using System.Runtime.InteropServices;

namespace RouterMaestro.Domain.Models;

/// <summary>Models by the spellings of their ids.</summary>
/// <remarks>
/// Names are equal if they differ in spelling alone: never in a digit of the version, nor in a word of the size or the family. A date may be
/// missing on one side, but two different dates are two models.
/// </remarks>
internal sealed class NameIndex
{
    /// <summary>The word in front of Anthropic's ids that people leave out: <c>opus-4-6</c>.</summary>
    private const string VendorWord = "claude-";

    private readonly Dictionary<string, ModelCard> _identities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Indexes models.</summary>
    /// <param name="models">The models; the first of those with equal names counts.</param>
    public NameIndex(EquatableArray<ModelCard> models)
    {
        foreach (var model in models)
        {
            var name = ModelName.Of(model.Ref.Id);
            _identities.TryAdd(name.Identity, model);
            _families[name.Family] = _families.GetValueOrDefault(name.Family).With(model, name);
        }
    }

    /// <summary>Finds the model whose id differs from a name in spelling alone; null if there is none.</summary>
    public ModelCard? Find(string text)
    {
        var name = ModelName.Of(text);
        return Find(name) ?? (name.Identity.StartsWith(VendorWord, StringComparison.Ordinal) ? null : Find(name.After(VendorWord)));
    }

    private ModelCard? Find(ModelName name) => _identities.GetValueOrDefault(name.Identity) ?? _families.GetValueOrDefault(name.Family).Find(name);

    /// <summary>The models whose ids differ in the date alone.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Family(ModelCard? Newest, int Date, ModelCard? Undated, ModelCard? Latest)
    {
        public Family With(ModelCard model, ModelName name) =>
            name.IsLatest ? this with { Latest = Latest ?? model }
            : name.Date == 0 ? this with { Undated = Undated ?? model }
            : name.Date > Date ? this with { Newest = model, Date = name.Date }
            : this;

        // who names a date gets no other one; an id without a date may be that model
        public ModelCard? Find(ModelName name) =>
            name.Date == 0 ? Newest ?? Undated ?? Latest
            : Newest is null ? Undated
            : null;
    }
}
