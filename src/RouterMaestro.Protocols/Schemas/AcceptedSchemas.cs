using System.Runtime.InteropServices;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>
/// Remembers schemas that a rule accepts as they are. Agents send the same tools with each turn, and comparing bytes costs a tenth of reading them: without this
/// the tools of a request of 50 KiB took 5 % of its CPU.
/// </summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal static class AcceptedSchemas<TRule>
    where TRule : ISchemaRule
{
    // 2 MiB at most
    private const int Slots = 256;
    private const int MaxBytes = 8 * 1024;

    private static readonly byte[]?[] _slots = new byte[Slots][];

    /// <summary>Returns true if the rule takes every object of a schema as it is.</summary>
    /// <param name="schema">The schema, valid JSON.</param>
    public static bool Holds(ReadOnlySpan<byte> schema)
    {
        if (schema.Length > MaxBytes)
        {
            return SchemaScan.Holds<TRule>(schema);
        }

        ref var slot = ref _slots[SlotOf(schema)];
        if (Volatile.Read(ref slot) is { } known && schema.SequenceEqual(known))
        {
            return true;
        }

        if (!SchemaScan.Holds<TRule>(schema))
        {
            return false;
        }

        Volatile.Write(ref slot, schema.ToArray());
        return true;
    }

    // equal slots cost another scan and no more, so that a quick hash is enough
    private static int SlotOf(ReadOnlySpan<byte> schema)
    {
        var hash = (ulong)schema.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(schema);
        foreach (var word in words)
        {
            hash = Mix(hash ^ word);
        }

        foreach (var last in schema[(words.Length * sizeof(ulong))..])
        {
            hash = Mix(hash ^ last);
        }

        return (int)hash & (Slots - 1);
    }

    // the product alone never carries a difference downwards
    private static ulong Mix(ulong value)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        value *= Prime;
        return value ^ (value >> 32);
    }
}
