using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary><c>anyOf</c> and <c>oneOf</c>, with the discriminator where one is mapped.</summary>
internal sealed class ChoiceRule(IReadOnlyList<SchemaNode> branches, bool isExclusive) : ISchemaRule
{
    private IReadOnlyDictionary<string, SchemaNode>? _mapping;

    /// <summary>Gets the member that identifies the branch; null if there is none.</summary>
    public string? Discriminator { get; init; }

    /// <summary>Gets the branch for each value of the discriminator; read from the branches where it is not said.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Mapping
    {
        get => _mapping ??= Discriminator is null ? new Dictionary<string, SchemaNode>() : ReadMapping();
        init => _mapping = value.Count > 0 ? value : null;
    }

    public bool Check(JsonElement value, SchemaTrail? trail)
    {
        if (Mapping.Count > 0 && value.ValueKind == JsonValueKind.Object)
        {
            return CheckMapped(value, trail);
        }

        var fitting = 0;
        foreach (var branch in branches)
        {
            fitting += branch.Check(value, null) ? 1 : 0;
            if (fitting > 0 && !isExclusive)
            {
                return true;
            }
        }

        if (fitting != 1 && trail is not null)
        {
            Explain(value, fitting, trail);
        }

        return fitting == 1;
    }

    /// <summary>Finds the words that distinguish the branches; none unless each branch must have words of its own.</summary>
    private Dictionary<string, SchemaNode> ReadMapping()
    {
        var mapping = new Dictionary<string, SchemaNode>();
        foreach (var branch in branches)
        {
            var words = branch.WordsOf(Discriminator!);
            if (words.Count == 0 || !words.All(word => mapping.TryAdd(word, branch)))
            {
                return [];
            }
        }

        return mapping;
    }

    private bool CheckMapped(JsonElement value, SchemaTrail? trail)
    {
        var kind = value.TryGetProperty(Discriminator!, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
        if (Mapping.TryGetValue(kind, out var branch))
        {
            return branch.Check(value, trail);
        }

        trail?.Into(Discriminator!).Add($"\"{kind}\" is not among the kinds");
        return false;
    }

    /// <summary>Tells the faults of the branch that was meant: the one that gets deepest before it fails.</summary>
    private void Explain(JsonElement value, int fitting, SchemaTrail trail)
    {
        if (fitting > 1)
        {
            trail.Add($"fits {fitting} of the choices");
            return;
        }

        trail.Take(branches.Select(b => Selected(b, value, trail)).OrderBy(Distance).First());
    }

    private static SchemaTrail Selected(SchemaNode branch, JsonElement value, SchemaTrail trail)
    {
        var aside = trail.Aside();
        branch.Check(value, aside);
        return aside;
    }

    // a branch of another type is not meant, nor one whose marks do not fit, however little else is wrong
    private static int Distance(SchemaTrail told) => told.Faults.Sum(f =>
        f.Problem.StartsWith("lacks", StringComparison.Ordinal) ? 10
        : f.Path == told.Path ? 1000
        : f.Problem.EndsWith("among the values", StringComparison.Ordinal) && IsMemberOf(told.Path, f.Path) ? 100
        : 1);

    private static bool IsMemberOf(string place, string path) => path.LastIndexOf('.') == (place.Length == 0 ? -1 : place.Length);
}
