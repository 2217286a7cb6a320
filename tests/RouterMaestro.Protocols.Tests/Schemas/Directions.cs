using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>Pairs of protocols: what an answer or request came in, and what it is written in.</summary>
internal static class Directions
{
    /// <summary>Gets every pair, the same protocol twice included.</summary>
    public static TheoryData<string, string> All => Pairs((_, _) => true);

    /// <summary>Gets the pairs between which is translated: the same protocol passes as bytes.</summary>
    public static TheoryData<string, string> Across => Pairs((source, target) => source != target);

    private static TheoryData<string, string> Pairs(Func<string, string, bool> isWanted)
    {
        var rows = new TheoryData<string, string>();
        foreach (var source in LawCodec.Registered)
        {
            foreach (var target in LawCodec.Registered.Where(t => isWanted(source, t)))
            {
                rows.Add(source, target);
            }
        }

        return rows;
    }
}
