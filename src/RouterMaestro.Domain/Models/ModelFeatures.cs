namespace RouterMaestro.Domain.Models;

/// <summary>What a request can need of a model.</summary>
[Flags]
internal enum ModelFeatures
{
    None = 0,
    Tools = 1,
    Images = 2,
    Reasoning = 4,
    Schema = 8,
    Chat = 16,
    Embeddings = 32,
}
