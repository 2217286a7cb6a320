namespace RouterMaestro.Domain.Usage;

/// <summary>By what the requests of a query are put into groups.</summary>
public enum UsageDimension
{
    /// <summary>No groups.</summary>
    None,

    /// <summary>The qualified id of the served model.</summary>
    Model,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The key.</summary>
    Key,

    /// <summary>The kind of client.</summary>
    Client,

    /// <summary>The session, from the single requests, which are kept for a limited time.</summary>
    Session,

    /// <summary>The day in the query's time zone.</summary>
    Day,

    /// <summary>The hour of the day, 0 to 23, in the query's time zone.</summary>
    Hour,

    /// <summary>The end of the requests.</summary>
    Outcome,

    /// <summary>The day of the week, 1 for Monday to 7, and the hour, in the query's time zone: <c>1 09</c>.</summary>
    WeekdayHour,
}
