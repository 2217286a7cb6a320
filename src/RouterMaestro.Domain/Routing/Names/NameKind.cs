namespace RouterMaestro.Domain.Routing.Names;

/// <summary>How a caller named the model.</summary>
public enum NameKind
{
    /// <summary>By its qualified id: this model at this provider.</summary>
    Qualified,

    /// <summary>By a bare name: this model at any provider.</summary>
    Bare,

    /// <summary>By the automatic model's name: the gateway chooses.</summary>
    Automatic,
}
