package dev.dropfit.core.registry.facts;

/**
 * Where a run was.
 *
 * @param tier {@link #FUNCTION}, {@link #JOB} or {@link #SPARK}
 * @param cpus the number of CPUs
 * @param heapMegabytes the maximum heap, in MB of 2^20 bytes
 * @param billed whether Google Cloud charges for it; a machine of the user's own costs nothing here
 * @param costInDollars the estimated cost of the whole run in US dollars; NaN if it is not billed, or has not ended
 */
public record RunPlace(String tier, int cpus, long heapMegabytes, boolean billed, double costInDollars) {
    /** The event function. */
    public static final String FUNCTION = "function";

    /** A job, for what is too large for the function. */
    public static final String JOB = "job";

    /** A Spark cluster, for what is too large for the job. CPUs and heap are those of its driver. */
    public static final String SPARK = "spark";

    /** The heap of a deployed function or job is 70 % of its memory. */
    private static final double MEMORY_PER_HEAP = 1 / 0.7;

    private static final double MEGABYTES_PER_GIGABYTE = 1024;

    /** List prices of Cloud Run in the cheapest regions, in US dollars, without the free amount. */
    private enum Price {
        FUNCTION(0.000_024, 0.000_002_5),
        JOB(0.000_018, 0.000_002);

        private final double cpuSecond;
        private final double gigabyteSecond;

        Price(double cpuSecond, double gigabyteSecond) {
            this.cpuSecond = cpuSecond;
            this.gigabyteSecond = gigabyteSecond;
        }
    }

    /** This process. */
    public static RunPlace here(String tier, boolean billed) {
        Runtime runtime = Runtime.getRuntime();
        return new RunPlace(tier, runtime.availableProcessors(), runtime.maxMemory() >> 20, billed, Double.NaN);
    }

    /** The same place with the cost of a run of this length. */
    public RunPlace took(double seconds) {
        if (!billed) {
            return this;
        }
        Price price = tier.equals(JOB) ? Price.JOB : Price.FUNCTION;
        double gigabytes = heapMegabytes * MEMORY_PER_HEAP / MEGABYTES_PER_GIGABYTE;
        double cost = seconds * (cpus * price.cpuSecond + gigabytes * price.gigabyteSecond);
        return new RunPlace(tier, cpus, heapMegabytes, true, cost);
    }
}
