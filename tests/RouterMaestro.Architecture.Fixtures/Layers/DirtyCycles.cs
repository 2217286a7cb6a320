namespace RouterMaestro.Cycles.First
{
    /// <summary>Uses a namespace that uses its own.</summary>
    internal sealed class DirtyCaller
    {
        public static int Call() => Second.DirtyCallee.Call();
    }

    internal sealed class Shared
    {
        public static int Value { get; } = 1;
    }
}

namespace RouterMaestro.Cycles.Second
{
    /// <summary>Uses the namespace that uses its own.</summary>
    internal sealed class DirtyCallee
    {
        public static int Call() => First.Shared.Value;
    }
}

namespace RouterMaestro.Cycles.Third
{
    /// <summary>Uses another namespace that knows nothing of this one, so no rule may name it.</summary>
    internal sealed class CleanCaller
    {
        public static int Call() => First.Shared.Value;
    }
}
